"""The sentences of meetings: refusals, and the keys that name their acts and fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


MEETING_REFUSALS: Final[Mapping[str, str]] = {
    "assembly.agenda_closed": gettext_noop(
        "The agenda of meeting {meeting} could be changed until {last_on}; put it on the "
        "agenda of a later meeting."
    ),
    "assembly.agenda_stale": gettext_noop(
        "The agenda of meeting {meeting} has become version {version} since you began from "
        "version {based_on}; these items changed: {changed}. Change your answers: take over "
        "what changed, write version {version} and send them again."
    ),
    "assembly.agenda_unknown": gettext_noop(
        "The agenda of meeting {meeting} is at version {version}; write your change from that one."
    ),
    "assembly.amendment_matter": gettext_noop(
        "The acts of this amendment are decided by another rule than proposal {number}; "
        "propose them apart."
    ),
    "assembly.amendments_all": gettext_noop(
        "The order must name every amendment to proposal {number} that is still to be voted"
        " on, each once: {known}."
    ),
    "assembly.amendments_open": gettext_noop(
        "Amendment {first} is voted on before {number}; call the vote on it first."
    ),
    "assembly.amendments_unordered": gettext_noop(
        "The chair has not set the order of the amendments to proposal {number} yet; set it"
        " first, the furthest one leading."
    ),
    "assembly.amends_amendment": gettext_noop(
        "{number} is an amendment itself; amend the proposal that it amends."
    ),
    "assembly.amends_nothing": gettext_noop(
        "An amendment replaces the text of the proposal, its acts, or both; add one of them."
    ),
    "assembly.called_twice": gettext_noop(
        "{city} stands twice in the roll call on proposal {number}; leave one line."
    ),
    "assembly.cast_online": gettext_noop(
        "{city} cast its vote on proposal {number} online from its own seat; nobody else "
        "corrects it."
    ),
    "assembly.casting_given": gettext_noop(
        "The chair gave its casting vote on proposal {number} by entry {n}; it stands."
    ),
    "assembly.convened_late": gettext_noop(
        "By article {article} whole days lie between a convocation and the meeting, {days} "
        "of them: this one should have been convened by {last_on}; choose {first_on} or a "
        "later day."
    ),
    "assembly.demanded_already": gettext_noop(
        "{city} has demanded a meeting instead of {meeting} already; that stands."
    ),
    "assembly.fallen": gettext_noop(
        "Amendment {number} has fallen, because amendment {first} was carried and replaces "
        "the same; it is not voted on."
    ),
    "assembly.had_quorum": gettext_noop(
        "Meeting {meeting} did not end for want of a quorum, so it has no second call; "
        "convene an ordinary meeting."
    ),
    "assembly.holder_absent": gettext_noop(
        "{holder} cannot vote for {city}: only another delegate of the body who is present "
        "can; name one."
    ),
    "assembly.item_in_use": gettext_noop(
        "Item {item} cannot be left out: proposal {number} was put under it; keep the item,"
        " or withdraw the proposal first and then reword it."
    ),
    "assembly.item_not_open": gettext_noop(
        "Voting on proposal {number} opens when the meeting takes up its item; come back then."
    ),
    "assembly.item_opened": gettext_noop("Meeting {meeting} has taken up item {item} already."),
    "assembly.item_twice": gettext_noop(
        "Item {item} stands twice in the agenda of meeting {meeting}; leave one."
    ),
    "assembly.lapsed": gettext_noop(
        "Proposal {number} lapsed, because its meeting ended without a vote on it; propose it anew."
    ),
    "assembly.meeting_began": gettext_noop(
        "Meeting {meeting} began on {begins_at}; it cannot be cancelled any more, only ended."
    ),
    "assembly.meeting_cancelled": gettext_noop(
        "Meeting {meeting} was cancelled; convene another one."
    ),
    "assembly.meeting_goes_on": gettext_noop(
        "Meeting {meeting} is not over yet; its minutes are approved after it."
    ),
    "assembly.meeting_not_begun": gettext_noop(
        "Meeting {meeting} begins on {begins_at}; this can be recorded from then on."
    ),
    "assembly.meeting_other_body": gettext_noop(
        "Meeting {meeting} is not one of the {body}, which decides this; put the proposal "
        "to a meeting of that body."
    ),
    "assembly.meeting_over": gettext_noop("Meeting {meeting} is over; use a later meeting."),
    "assembly.meeting_past": gettext_noop(
        "The meeting would begin on {begins_at}, which is over; choose a later time."
    ),
    "assembly.meeting_written": gettext_noop(
        "Meeting {meeting} decides in writing, without anybody in a room; members cast "
        "their votes themselves."
    ),
    "assembly.minutes_approved": gettext_noop(
        "These minutes of meeting {meeting} were approved by entry {n}; sign them, or "
        "approve others."
    ),
    "assembly.minutes_signed": gettext_noop(
        "You signed these minutes of meeting {meeting} by entry {n}; nothing is left to do."
    ),
    "assembly.no_alternates": gettext_noop(
        "Article {article} lets no alternate sit in for the delegate of {city}; record the "
        "delegate or the holder of its proxy."
    ),
    "assembly.no_attendance": gettext_noop(
        "Nobody is recorded as present at meeting {meeting}; record who is present, then "
        "call the vote."
    ),
    "assembly.no_casting_vote": gettext_noop(
        "Article {article} gives the chair no casting vote; a tie stays as it is."
    ),
    "assembly.no_instrument": gettext_noop(
        "The alternate of {city} shows no written appointment; add the document."
    ),
    "assembly.no_meeting_vote": gettext_noop(
        "Proposal {number} is not put to a meeting; members cast their votes on it themselves."
    ),
    "assembly.no_meetings": gettext_noop(
        "The charter has no rules by which the {body} meets; amend it first, or vote "
        "without a meeting."
    ),
    "assembly.no_minutes": gettext_noop(
        "No minutes of meeting {meeting} are approved in the language {language}; approve "
        "them first."
    ),
    "assembly.no_proxy_shown": gettext_noop(
        "{holder} holds no proxy of {giver} in the record; add the signed paper, or let it "
        "vote itself."
    ),
    "assembly.no_quorum": gettext_noop(
        "Meeting {meeting} cannot decide: {measured} of the weighting {weighting} are "
        "present and at least {needed} are needed; record who arrives, or end the meeting."
    ),
    "assembly.no_quorum_over": gettext_noop(
        "Meeting {meeting} cannot decide: {measured} of the weighting {weighting} are "
        "present and more than {needed} are needed; record who arrives, or end the meeting."
    ),
    "assembly.no_quorum_of_members": gettext_noop(
        "Meeting {meeting} cannot decide: {measured} members are present and at least {needed} are "
        "needed; record who arrives, or end the meeting."
    ),
    "assembly.no_roll_call": gettext_noop(
        "The votes on proposal {number} have not been called yet; wait for the roll call."
    ),
    "assembly.no_second_call": gettext_noop(
        "Article {article} gives the {body} no second call; convene an ordinary meeting."
    ),
    "assembly.no_such_time": gettext_noop(
        "Clocks in {zone} never show {begins}, because they are put forward then; choose "
        "another hour."
    ),
    "assembly.no_tie": gettext_noop(
        "The votes on proposal {number} are not tied, so the chair has nothing to decide."
    ),
    "assembly.no_written_procedure": gettext_noop(
        "The charter does not let the {body} decide in writing so; convene a meeting."
    ),
    "assembly.not_in_writing": gettext_noop(
        "{meeting} is no vote in writing; whoever wants to speak comes to the meeting."
    ),
    "assembly.not_of_the_body": gettext_noop(
        "{city} has no seat that counts in this meeting of the {body}; leave it out."
    ),
    "assembly.not_present": gettext_noop(
        "{city} is not recorded as present, so its vote on proposal {number} cannot be "
        "called; correct the attendance first."
    ),
    "assembly.not_the_chair": gettext_noop(
        "The casting vote belongs to {seat}; act from that seat, or ask whoever holds it."
    ),
    "assembly.nothing_cast": gettext_noop(
        "{city} has cast no vote on proposal {number} that could be taken back."
    ),
    "assembly.objections_over": gettext_noop(
        "The time for objections to the votes on proposal {number} ended on {closes_at}; "
        "they are counted as they stood."
    ),
    "assembly.present_twice": gettext_noop(
        "{city} stands twice among those present; leave one line."
    ),
    "assembly.proxy_other_item": gettext_noop(
        "{holder} holds the proxy of {city} by entry {n} for item {item} of the agenda alone; "
        "leave {city} out of this call, or write down who is present with a paper for this item."
    ),
    "assembly.proxy_holder": gettext_noop(
        "Say which seat holds the proxy of {city}, and only where a proxy represents it."
    ),
    "assembly.rolled": gettext_noop(
        "The votes on proposal {number} were called and recorded on {rolled_at}; what is "
        "wrong there is objected to and corrected."
    ),
    "assembly.same_vote": gettext_noop(
        "The vote of {city} on proposal {number} stands so already; nothing is to be corrected."
    ),
    "assembly.second_call_early": gettext_noop(
        "The second call of meeting {meeting} can be on {on} at the earliest; choose that "
        "day or a later one."
    ),
    "assembly.tie_first": gettext_noop(
        "The votes on amendment {first} are tied; the chair decides that before the vote on"
        " {number}."
    ),
    "assembly.too_many_amendments": gettext_noop(
        "Proposal {number} has {limit} amendments already; withdraw some, or propose it anew."
    ),
    "assembly.unknown_item": gettext_noop(
        "Meeting {meeting} has no item {item} on its agenda; choose one of those it has."
    ),
    "assembly.unknown_meeting": gettext_noop(
        "There is no meeting {meeting}; choose one from the list."
    ),
    "assembly.unknown_objection": gettext_noop(
        "Entry {n} is no objection to the votes on proposal {number}; name one that is, or none."
    ),
    "assembly.voted_online": gettext_noop(
        "{city} voted online on proposal {number}, and that vote stands; leave it out of "
        "the roll call, or let it take its vote back first."
    ),
}
"""Part of the room's refusals."""

MEETING_LABELS: Final = (
    gettext_noop("act.assembly.convene_meeting/1"),
    gettext_noop("about.assembly.convene_meeting/1"),
    gettext_noop("says.assembly.convene_meeting/1"),
    gettext_noop("act.assembly.convene_meeting/1.body"),
    gettext_noop("act.assembly.convene_meeting/1.title"),
    gettext_noop("act.assembly.convene_meeting/1.place"),
    gettext_noop("act.assembly.convene_meeting/1.begins"),
    gettext_noop("act.assembly.convene_meeting/1.mode"),
    gettext_noop("act.assembly.convene_meeting/1.agenda"),
    gettext_noop("act.assembly.convene_meeting/1.second_call_of"),
    gettext_noop("value.room"),
    gettext_noop("value.online"),
    gettext_noop("value.mixed"),
    gettext_noop("value.written"),
    gettext_noop("value.delegate"),
    gettext_noop("value.alternate"),
    gettext_noop("value.proxy"),
    gettext_noop("act.AgendaPoint.title"),
    gettext_noop("act.AgendaPoint.documents"),
    gettext_noop("act.PlacedPoint.item"),
    gettext_noop("act.PlacedPoint.title"),
    gettext_noop("act.PlacedPoint.documents"),
    gettext_noop("act.assembly.change_agenda/1"),
    gettext_noop("about.assembly.change_agenda/1"),
    gettext_noop("says.assembly.change_agenda/1"),
    gettext_noop("act.assembly.change_agenda/1.meeting"),
    gettext_noop("act.assembly.change_agenda/1.based_on"),
    gettext_noop("act.assembly.change_agenda/1.agenda"),
    gettext_noop("act.assembly.cancel_meeting/1"),
    gettext_noop("about.assembly.cancel_meeting/1"),
    gettext_noop("says.assembly.cancel_meeting/1"),
    gettext_noop("act.assembly.cancel_meeting/1.meeting"),
    gettext_noop("act.assembly.cancel_meeting/1.reason"),
    gettext_noop("act.assembly.end_meeting/1"),
    gettext_noop("about.assembly.end_meeting/1"),
    gettext_noop("says.assembly.end_meeting/1"),
    gettext_noop("act.assembly.end_meeting/1.meeting"),
    gettext_noop("act.assembly.open_proposal/2"),
    gettext_noop("about.assembly.open_proposal/2"),
    gettext_noop("says.assembly.open_proposal/2"),
    gettext_noop("act.assembly.open_proposal/2.title"),
    gettext_noop("act.assembly.open_proposal/2.text"),
    gettext_noop("act.assembly.open_proposal/2.matter"),
    gettext_noop("act.assembly.open_proposal/2.acts"),
    gettext_noop("act.assembly.open_proposal/2.meeting"),
    gettext_noop("act.assembly.open_proposal/2.item"),
    gettext_noop("act.assembly.record_attendance/1"),
    gettext_noop("about.assembly.record_attendance/1"),
    gettext_noop("says.assembly.record_attendance/1"),
    gettext_noop("act.assembly.record_attendance/1.meeting"),
    gettext_noop("act.assembly.record_attendance/1.item"),
    gettext_noop("act.assembly.record_attendance/1.present"),
    gettext_noop("act.Presence.city"),
    gettext_noop("act.Presence.by"),
    gettext_noop("act.Presence.online"),
    gettext_noop("act.Presence.holder"),
    gettext_noop("act.Presence.instrument"),
    gettext_noop("act.assembly.open_item/1"),
    gettext_noop("about.assembly.open_item/1"),
    gettext_noop("says.assembly.open_item/1"),
    gettext_noop("act.assembly.open_item/1.meeting"),
    gettext_noop("act.assembly.open_item/1.item"),
    gettext_noop("act.assembly.record_roll_call/1"),
    gettext_noop("about.assembly.record_roll_call/1"),
    gettext_noop("says.assembly.record_roll_call/1"),
    gettext_noop("act.assembly.record_roll_call/1.proposal"),
    gettext_noop("act.assembly.record_roll_call/1.votes"),
    gettext_noop("act.assembly.record_roll_call/1.list"),
    gettext_noop("act.CalledVote.city"),
    gettext_noop("act.CalledVote.yes"),
    gettext_noop("act.CalledVote.no"),
    gettext_noop("act.CalledVote.abstain"),
    gettext_noop("act.assembly.withdraw_vote/1"),
    gettext_noop("about.assembly.withdraw_vote/1"),
    gettext_noop("says.assembly.withdraw_vote/1"),
    gettext_noop("act.assembly.withdraw_vote/1.proposal"),
    gettext_noop("act.assembly.object_to_vote/1"),
    gettext_noop("about.assembly.object_to_vote/1"),
    gettext_noop("says.assembly.object_to_vote/1"),
    gettext_noop("act.assembly.object_to_vote/1.proposal"),
    gettext_noop("act.assembly.object_to_vote/1.reason"),
    gettext_noop("act.assembly.correct_vote/1"),
    gettext_noop("about.assembly.correct_vote/1"),
    gettext_noop("says.assembly.correct_vote/1"),
    gettext_noop("act.assembly.correct_vote/1.proposal"),
    gettext_noop("act.assembly.correct_vote/1.city"),
    gettext_noop("act.assembly.correct_vote/1.yes"),
    gettext_noop("act.assembly.correct_vote/1.no"),
    gettext_noop("act.assembly.correct_vote/1.abstain"),
    gettext_noop("act.assembly.correct_vote/1.reason"),
    gettext_noop("act.assembly.correct_vote/1.document"),
    gettext_noop("act.assembly.correct_vote/1.objection"),
    gettext_noop("act.assembly.give_casting_vote/1"),
    gettext_noop("about.assembly.give_casting_vote/1"),
    gettext_noop("says.assembly.give_casting_vote/1"),
    gettext_noop("act.assembly.give_casting_vote/1.proposal"),
    gettext_noop("act.assembly.give_casting_vote/1.vote"),
    gettext_noop("value.for"),
    gettext_noop("value.against"),
    gettext_noop("act.assembly.approve_minutes/1"),
    gettext_noop("about.assembly.approve_minutes/1"),
    gettext_noop("says.assembly.approve_minutes/1"),
    gettext_noop("act.assembly.approve_minutes/1.meeting"),
    gettext_noop("act.assembly.approve_minutes/1.language"),
    gettext_noop("act.assembly.approve_minutes/1.minutes"),
    gettext_noop("act.assembly.sign_minutes/1"),
    gettext_noop("about.assembly.sign_minutes/1"),
    gettext_noop("says.assembly.sign_minutes/1"),
    gettext_noop("act.assembly.sign_minutes/1.meeting"),
    gettext_noop("act.assembly.sign_minutes/1.language"),
    gettext_noop("act.assembly.demand_meeting/1"),
    gettext_noop("about.assembly.demand_meeting/1"),
    gettext_noop("says.assembly.demand_meeting/1"),
    gettext_noop("act.assembly.demand_meeting/1.meeting"),
    gettext_noop("act.assembly.table_amendment/1"),
    gettext_noop("about.assembly.table_amendment/1"),
    gettext_noop("says.assembly.table_amendment/1"),
    gettext_noop("act.assembly.table_amendment/1.proposal"),
    gettext_noop("act.assembly.table_amendment/1.title"),
    gettext_noop("act.assembly.table_amendment/1.text"),
    gettext_noop("act.assembly.table_amendment/1.acts"),
    gettext_noop("act.assembly.order_amendments/1"),
    gettext_noop("about.assembly.order_amendments/1"),
    gettext_noop("says.assembly.order_amendments/1"),
    gettext_noop("act.assembly.order_amendments/1.proposal"),
    gettext_noop("act.assembly.order_amendments/1.order"),
)
"""Part of the room's labels."""
