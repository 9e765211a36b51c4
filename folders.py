"""What every folder brings to the application: its pages, the words of its log, its daily work."""

from functools import partial

import setup_views
from catalogue.events import activity as event_activity
from catalogue.events import service as events
from catalogue.events import signing_up_views
from catalogue.events import views as event_views
from catalogue.makers import activity as maker_activity
from catalogue.makers import owner_views
from catalogue.makers import sentra_views as sentra_places
from catalogue.makers import views as maker_views
from catalogue.outlets import activity as outlet_activity
from catalogue.outlets import office_views, printing_views, welcome_views
from catalogue.outlets import queries as outlets
from catalogue.outlets import views as outlet_views
from catalogue.partners import activity as partner_activity
from catalogue.partners import asking_views, catalogue_views, tier_views
from catalogue.partners import service as enquiries
from catalogue.partners import views as partner_views
from catalogue.products import activity as product_activity
from catalogue.products import category_views, certificate_views, contract_views, pricing_views
from catalogue.products import views as product_views
from catalogue.products.proposed import views as proposal_views
from catalogue.stock import activity as stock_activity
from catalogue.stock import import_views
from catalogue.stock import views as consignment_views
from catalogue.stock.ageing import service as ageing_tasks
from catalogue.stock.ageing import views as ageing_views
from catalogue.stock.agreement import views as agreement_views
from catalogue.stock.announced import views as announced_views
from catalogue.stock.cards import views as card_views
from catalogue.stock.corrections import views as correction_views
from catalogue.stock.counts import counting_views
from catalogue.stock.counts import views as count_views
from catalogue.stock.departures import record_views
from catalogue.stock.departures import views as departure_views
from catalogue.stock.expiry import views as expiry_views
from catalogue.stock.goods import photo_views as goods_photo_views
from catalogue.stock.goods import price_views as goods_price_views
from catalogue.stock.goods import size_views as goods_size_views
from catalogue.stock.goods import views as goods_views
from catalogue.stock.shots import views as shot_views
from catalogue.stock.signing import views as signing_views
from catalogue.stock.tagging import views as tagging_views
from catalogue.stock.tags import paper_views as consignment_paper_views
from catalogue.stock.tags import reprint_views
from catalogue.stock.tags import views as tag_views
from catalogue.stock.transfers import arrival_views
from catalogue.stock.transfers import views as transfer_views
from catalogue.stock.unrecorded import views as unrecorded_views
from catalogue.tours import activity as tour_activity
from catalogue.tours import announcing_views
from catalogue.tours import views as visit_views
from catalogue.visitors import activity as visitor_activity
from catalogue.visitors import (
    keepsake_desk_views,
    keepsake_views,
    picture_views,
    sentra_views,
    sharing_views,
)
from catalogue.visitors import views as visitor_views
from catalogue.visitors.baskets import service as baskets
from catalogue.visitors.baskets import views as basket_views
from catalogue.visitors.kiosk import office_views as kiosk_office_views
from catalogue.visitors.kiosk import views as kiosk_views
from core import due, health, image_views, nightly
from core.users import activity as user_activity
from core.users import views as user_views
from pos.portal import activity as portal_activity
from pos.portal import announce_views as telling_views
from pos.portal import counter_views as maker_counter_views
from pos.portal import me_views, money_views, wish_views, year_views
from pos.portal import number_views as maker_number_views
from pos.portal import views as portal_views
from pos.portal.entry import office_views as maker_phone_views
from pos.portal.entry import views as maker_entry_views
from pos.portal.notices import office_views as notice_views
from pos.portal.notices import views as notice_choice_views
from pos.reports import trust_views
from pos.reports import views as report_views
from pos.reports.bazars import views as bazar_views
from pos.reports.campaigns import views as campaign_views
from pos.reports.dinas import activity as dinas_activity
from pos.reports.dinas import views as dinas_views
from pos.reports.fairness import views as fairness_views
from pos.reports.sold import views as sold_views
from pos.sales import activity as sale_activity
from pos.sales import (
    carried_views,
    closing_views,
    discount_views,
    display_views,
    noting_views,
    office_shift_views,
    paper_settings_views,
    phone_views,
    receipt_views,
    settings_views,
    shift_views,
)
from pos.sales import door as till_door
from pos.sales import keepsake_views as till_keepsake_views
from pos.sales import pay_views as paying_views
from pos.sales import views as till_views
from pos.sales.baskets import views as ticket_basket_views
from pos.sales.campaigns import activity as campaign_activity
from pos.sales.claims import views as claim_views
from pos.sales.deposits import views as deposit_views
from pos.sales.goods_back import views as return_views
from pos.sales.practice import views as practice_views
from pos.sales.providers import views as provider_views
from pos.sales.quotations import activity as quotation_activity
from pos.sales.quotations import service as quotations
from pos.sales.quotations import till_views as ticket_quotation_views
from pos.sales.quotations import views as quotation_views
from pos.sales.tours import footfall_views
from pos.sales.tours import office_views as takings_views
from pos.sales.tours import views as till_tour_views
from pos.settlements import activity as settlement_activity
from pos.settlements import count_views as count_signing
from pos.settlements import given_views, loss_views, rule_views, statement_views, treasury_views
from pos.settlements import views as settlement_views
from pos.settlements.acquirer_days import views as acquirer_day_views
from pos.settlements.adjusting import views as adjustment_views
from pos.settlements.fees import service as fee_tasks
from pos.settlements.fees import views as fee_views
from pos.settlements.maker_records import views as maker_record_views
from pos.settlements.opening import views as opening_views
from pos.settlements.paying_day import next_day_views
from pos.settlements.paying_day import views as paying_day_views
from pos.settlements.transfers import views as bank_transfer_views
from printers import activity as printer_activity
from printers import agent_views, enrol_views, hand_views
from printers import views as printer_views

BLUEPRINTS = (
    health.blueprint,
    image_views.blueprint,
    user_views.blueprint,
    outlet_views.blueprint,
    visitor_views.blueprint,
    picture_views.blueprint,
    sentra_views.blueprint,
    sharing_views.blueprint,
    basket_views.blueprint,
    kiosk_views.blueprint,
    kiosk_office_views.blueprint,
    maker_number_views.blueprint,
    owner_views.blueprint,
    ticket_basket_views.blueprint,
    keepsake_views.blueprint,
    keepsake_desk_views.blueprint,
    till_keepsake_views.blueprint,
    till_door.blueprint,
    till_views.blueprint,
    phone_views.blueprint,
    closing_views.blueprint,
    shift_views.blueprint,
    office_shift_views.blueprint,
    practice_views.blueprint,
    carried_views.blueprint,
    discount_views.blueprint,
    return_views.blueprint,
    paying_views.blueprint,
    noting_views.blueprint,
    till_tour_views.blueprint,
    claim_views.blueprint,
    deposit_views.blueprint,
    provider_views.blueprint,
    receipt_views.blueprint,
    settings_views.blueprint,
    printer_views.blueprint,
    enrol_views.blueprint,
    agent_views.blueprint,
    hand_views.blueprint,
    display_views.blueprint,
    paper_settings_views.blueprint,
    printing_views.blueprint,
    settlement_views.blueprint,
    statement_views.blueprint,
    paying_day_views.blueprint,
    treasury_views.blueprint,
    given_views.blueprint,
    next_day_views.blueprint,
    acquirer_day_views.blueprint,
    bank_transfer_views.blueprint,
    trust_views.blueprint,
    rule_views.blueprint,
    opening_views.blueprint,
    adjustment_views.blueprint,
    fee_views.blueprint,
    loss_views.blueprint,
    maker_record_views.blueprint,
    portal_views.blueprint,
    money_views.blueprint,
    telling_views.blueprint,
    me_views.blueprint,
    year_views.blueprint,
    wish_views.blueprint,
    maker_counter_views.blueprint,
    maker_entry_views.blueprint,
    maker_phone_views.blueprint,
    notice_choice_views.blueprint,
    notice_views.blueprint,
    report_views.blueprint,
    sold_views.blueprint,
    dinas_views.blueprint,
    fairness_views.blueprint,
    campaign_views.blueprint,
    setup_views.blueprint,
    import_views.blueprint,
    maker_views.blueprint,
    product_views.blueprint,
    pricing_views.blueprint,
    proposal_views.blueprint,
    contract_views.blueprint,
    category_views.blueprint,
    agreement_views.blueprint,
    certificate_views.blueprint,
    ageing_views.blueprint,
    goods_views.blueprint,
    card_views.blueprint,
    goods_photo_views.blueprint,
    goods_size_views.blueprint,
    goods_price_views.blueprint,
    shot_views.blueprint,
    departure_views.blueprint,
    record_views.blueprint,
    consignment_views.blueprint,
    consignment_paper_views.blueprint,
    tag_views.blueprint,
    reprint_views.blueprint,
    expiry_views.blueprint,
    transfer_views.blueprint,
    signing_views.blueprint,
    arrival_views.blueprint,
    bazar_views.blueprint,
    visit_views.blueprint,
    takings_views.blueprint,
    footfall_views.blueprint,
    announcing_views.blueprint,
    tagging_views.blueprint,
    correction_views.blueprint,
    unrecorded_views.blueprint,
    announced_views.blueprint,
    count_views.blueprint,
    counting_views.blueprint,
    count_signing.blueprint,
    office_views.blueprint,
    welcome_views.blueprint,
    event_views.blueprint,
    signing_up_views.blueprint,
    asking_views.blueprint,
    partner_views.blueprint,
    catalogue_views.blueprint,
    tier_views.blueprint,
    sentra_places.blueprint,
    quotation_views.blueprint,
    quotation_views.firm_pages,
    ticket_quotation_views.blueprint,
)

ACTIVITY: dict[str, str] = {
    **user_activity.WORDS,
    **printer_activity.WORDS,
    **outlet_activity.WORDS,
    **maker_activity.WORDS,
    **product_activity.WORDS,
    **stock_activity.WORDS,
    **tour_activity.WORDS,
    **event_activity.WORDS,
    **visitor_activity.WORDS,
    **partner_activity.WORDS,
    **sale_activity.WORDS,
    **settlement_activity.WORDS,
    **dinas_activity.WORDS,
    **campaign_activity.WORDS,
    **quotation_activity.WORDS,
    **portal_activity.WORDS,
}
"""What the activity log says of each verb that is recorded."""

DUE: dict[str, due.Work] = {
    "guests": events.forget,
    "baskets": baskets.forget,
    "enquiries": enquiries.forget,
    "quotations": quotations.lapse,
    "markdowns": ageing_tasks.begin_markdowns,
    fee_tasks.KIND: fee_tasks.begin_month,
    nightly.KIND: partial(nightly.begin, zone_of=outlets.house_zone),
}
"""What the worker does once for every business date."""
