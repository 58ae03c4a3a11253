"""Papers: one model of what stands on them, and its pages as HTML, PDF and DOCX."""

from koinon.interfaces.shared.papers.model import (
    Annex,
    Block,
    Box,
    Contents,
    Drawing,
    Facts,
    Heading,
    Items,
    Letter,
    NewPage,
    Paper,
    Paragraph,
    Picture,
    Place,
    Run,
    Signatures,
    Table,
    Text,
    Verbatim,
    text,
)
from koinon.interfaces.shared.papers.page import document, part
from koinon.interfaces.shared.papers.pdf import pdf
from koinon.interfaces.shared.papers.word import docx

__all__ = [
    "Annex",
    "Block",
    "Box",
    "Contents",
    "Drawing",
    "Facts",
    "Heading",
    "Items",
    "Letter",
    "NewPage",
    "Paper",
    "Paragraph",
    "Picture",
    "Place",
    "Run",
    "Signatures",
    "Table",
    "Text",
    "Verbatim",
    "document",
    "docx",
    "part",
    "pdf",
    "text",
]
