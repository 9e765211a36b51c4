"""The office's list of enquiries, each with the newest receipt of its quotation."""

from sqlalchemy import func, or_, select

from catalogue.partners import words
from catalogue.partners.models import Enquiry, EnquiryItem
from core.i18n import _
from core.lists import Column, Listing, one_of
from pos.sales.models import Sale
from pos.sales.quotations.models import Quotation
from pos.sales.quotations.sold import STATE

PIECES = (
    select(func.coalesce(func.sum(EnquiryItem.quantity), 0))
    .where(EnquiryItem.enquiry_id == Enquiry.id)
    .scalar_subquery()
)

RECEIPT = (
    select(func.max(Sale.number))
    .join(Quotation, Quotation.id == Sale.quotation_id)
    .where(Quotation.enquiry_id == Enquiry.id, Sale.state == "completed")
    .scalar_subquery()
)

ENQUIRIES = Listing(
    name="permintaan-penawaran",
    label=_("Permintaan penawaran"),
    query=select(Enquiry, PIECES.label("pieces"), RECEIPT.label("receipt"), STATE.label("state")),
    key=Enquiry.id,
    columns=(
        Column("number", _("Nomor"), lambda r: r.Enquiry.number, sort=Enquiry.number),
        Column("at", _("Masuk"), lambda r: r.Enquiry.created_at, sort=Enquiry.created_at),
        Column("firm", _("Kantor atau usaha"), lambda r: r.Enquiry.firm, sort=func.lower(Enquiry.firm)),
        Column("contact", _("Yang dihubungi"), lambda r: r.Enquiry.contact, spare=True),
        Column("phone", _("WhatsApp"), lambda r: r.Enquiry.phone, on_page=False),
        Column("email", _("Email"), lambda r: r.Enquiry.email, on_page=False),
        Column("pieces", _("Barang"), lambda r: r.pieces, sort=PIECES, number=True),
        Column("wanted_by", _("Dibutuhkan"), lambda r: r.Enquiry.wanted_by),
        Column("state", _("Keadaan"), lambda r: words.state_name(r.state), sort=STATE),
        Column("receipt", _("Nota"), lambda r: r.receipt or ""),
        Column("moved", _("Sejak"), lambda r: r.Enquiry.moved_at, sort=Enquiry.moved_at, spare=True),
    ),
    order="-at",
    filters=(
        one_of("state", _("Keadaan"), {
            state: (words.STATE_NAMES[state], STATE.in_((state,))) for state in words.STATE_NAMES
        }, tabs=True),
    ),
    has=lambda word: or_(
        func.lower(Enquiry.firm).contains(word, autoescape=True),
        func.lower(Enquiry.number).contains(word, autoescape=True),
        func.lower(Enquiry.contact).contains(word, autoescape=True),
    ),
    hint=_("nama kantor, orang, atau nomor"),
)  # fmt: skip
