"""The agreement as a document: parties, clauses filled in, and the goods as annex."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets import showroom
from catalogue.outlets.letterhead import letterhead
from catalogue.products import contracts, wording
from catalogue.products.models import Contract, Product
from catalogue.products.queries import Price, current_prices
from catalogue.stock.agreement import queries, texts
from core import settings
from core.errors import NotFound
from core.i18n import _, current_locale
from core.money import plain, rupiah
from printers import documents
from printers.words import long_day


def agreement(
    session: Session, maker: Maker, *, on: date, today: date, signed_by: str
) -> documents.Agreement:
    """Return a maker's agreement on a date in the language now spoken.

    Terms, text and letterhead are those of `on`, the goods and their prices those of `today`.

    Raises NotFound where neither the maker nor the showroom has a contract on that date.
    """
    contract = contracts.of_maker_in_force(session, maker.id, on=on)
    if contract is None:
        raise NotFound(_("Belum ada perjanjian pada tanggal itu."))
    house = letterhead(session, on=on)
    annex = _annex(session, maker, contract, on=on)
    paper = documents.Agreement(
        house=house, language=current_locale(), demo=settings.get(session, showroom.DEMO, on=on),
        number=f"PTJ/{maker.code}/{contract.id}", agreed_on=on, annexed_on=today, maker=maker.name,
        maker_code=maker.code, owner=maker.owner, maker_address=maker.address,
        maker_phone=maker.phone or "", nib=maker.nib or "", signed_by=signed_by, clauses=(),
        annex=annex, has_net_prices=any(line.net_price is not None for line in annex),
    )  # fmt: skip
    body = queries.body_on(session, current_locale(), on=on)
    return replace(paper, clauses=texts.clauses(body, _values(paper, contract)))


def _values(paper: documents.Agreement, contract: Contract) -> dict[str, str]:
    """Return what each name in braces becomes."""
    said = wording.worded(contract)
    return {
        "tanggal": long_day(paper.agreed_on),
        "nomor": paper.number,
        "galeri": paper.house.name,
        "alamat_galeri": ", ".join(paper.house.address),
        "wakil_galeri": paper.signed_by,
        "perajin": paper.maker,
        "pemilik": paper.owner or paper.maker,
        "kode_perajin": paper.maker_code,
        "bagi_hasil": said.sharing,
        "potongan_harga": _joined(said.discount, said.floor),
        "masa_titip": _joined(said.period, said.afterwards),
        "pembayaran": _joined(said.payout, said.minimum, said.fee),
        "hilang_rusak": said.loss,
        "masa_berlaku": said.validity,
        "jumlah_barang": _(
            "%(kinds)s macam, %(pieces)s buah",
            kinds=plain(len(paper.annex)), pieces=plain(paper.pieces),
        ),
        "nilai_barang": rupiah(paper.value),
    }  # fmt: skip


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _annex(
    session: Session, maker: Maker, main: Contract, *, on: date
) -> tuple[documents.AnnexLine, ...]:
    goods = queries.goods_in_house(session, maker.id)
    products = [product for product, _pieces in goods]
    prices = current_prices(session, [product.id for product in products])
    held = contracts.all_in_force(session, products, on=on)
    return tuple(
        _line(product, pieces, prices[product.id], held.get(product.id, main), main)
        for product, pieces in goods
    )


def _line(
    product: Product, pieces: int, price: Price, held: Contract, main: Contract
) -> documents.AnnexLine:
    return documents.AnnexLine(
        code=product.code, title=product.title, quantity=pieces, price=price.price,
        net_price=price.net_price if held.terms == "net" else None,
        terms=wording.brief(held) if held.id != main.id else "",
    )  # fmt: skip
