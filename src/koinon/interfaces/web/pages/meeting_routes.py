"""Addresses of what is done in and after a meeting, below /decisions/."""

from __future__ import annotations

from django.urls import path

from koinon.interfaces.web.pages import (
    amending,
    carrying,
    changing_agenda,
    convening,
    correcting,
    demanding,
    meeting_proxies,
    meeting_votes,
    minutes,
    ordering,
    second_votes,
    urgency,
)

urlpatterns = [
    path("meetings/new/", convening.convene, name="convene"),
    path("meetings/<int:number>/agenda/", changing_agenda.change_agenda, name="change_agenda"),
    path("meetings/<int:number>/minutes/", minutes.minutes_state, name="minutes"),
    path("meetings/<int:number>/minutes/approve/", minutes.approve, name="approve_minutes"),
    path("meetings/<int:number>/minutes/sign/<slug:language>/", minutes.sign, name="sign_minutes"),
    path("meetings/<int:number>/proxy/", meeting_proxies.give, name="meeting_proxy"),
    path("meetings/<int:number>/demand/", demanding.demand, name="demand_meeting"),
    path("<int:number>/amend/", amending.amend, name="amend"),
    path("<int:number>/amend/<int:place>/<act:act_type>", amending.amend_act, name="amend_act"),
    path("<int:number>/amendments/order/", ordering.order, name="order_amendments"),
    path("<int:number>/again/", carrying.again, name="propose_again"),
    path("<int:number>/ratify/", urgency.ratify, name="ratify"),
    path("<int:number>/casting/", meeting_votes.casting, name="casting"),
    path("<int:number>/call/", second_votes.call, name="call_second_vote"),
    path("<int:number>/calls/", second_votes.record, name="record_calls"),
    path("<int:number>/take-back/", meeting_votes.take_back, name="take_back"),
    path("<int:number>/object/", meeting_votes.objecting, name="object"),
    path("<int:number>/correct/", correcting.correct, name="correct"),
]
