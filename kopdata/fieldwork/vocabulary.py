"""The words of fieldwork: the office's own, because no official form for inactive koperasi is known."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class FollowUp(StrEnum):
    """Tindak lanjut: what is to come after a visit."""

    COACHING = "Pembinaan"
    VISIT_AGAIN = "Kunjungi lagi"
    UPDATE_ODS = "Perbarui data di ODS"
    FIND_ADDRESS = "Cari alamat baru"
    ASK_VILLAGE = "Minta surat keterangan desa atau kelurahan"
    PROPOSE_DISSOLUTION = "Usulkan pembubaran"
    NONE = "Tidak ada"


class Presence(StrEnum):
    """Whether something was seen."""

    PRESENT = "Ada"
    ABSENT = "Tidak ada"


class OfficeState(StrEnum):
    """The state of the office that was found."""

    USED = "Dipakai"
    UNUSED = "Tidak dipakai lagi"
    OTHER_USE = "Dipakai untuk keperluan lain"
    NONE = "Tidak punya kantor"


class Books(StrEnum):
    """The state of the books."""

    KEPT = "Ada dan diisi"
    NOT_KEPT = "Ada, tidak diisi lagi"
    ABSENT = "Tidak ada"


class Met(StrEnum):
    """Whom the officers met, by role; names are kept nowhere."""

    CHAIR = "Ketua"
    SECRETARY = "Sekretaris"
    TREASURER = "Bendahara"
    SUPERVISOR = "Pengawas"
    MANAGER = "Manajer"
    EMPLOYEE = "Karyawan"
    MEMBER = "Anggota"
    VILLAGE_OFFICE = "Perangkat desa"
    NEIGHBOUR = "Tetangga"
    NOBODY = "Tidak bertemu siapa pun"


class VillageOffice(StrEnum):
    """Whether the village office knows the koperasi (practice in Temanggung)."""

    KNOWS = "Mengenal"
    DOES_NOT_KNOW = "Tidak mengenal"


class Cause(StrEnum):
    """Why a koperasi is not active, as recorded in this regency; anything else is written freely."""

    KNOWLEDGE = "Kurang pengetahuan"
    CAPITAL = "Biaya atau modal"
    FOR_AID = "Didirikan 2014–2017 untuk menerima bantuan yang kemudian berhenti"


class Stage(StrEnum):
    """Tahap: how far the office is with a koperasi; the other axis beside the result of the last visit."""

    NOT_VISITED = "Belum dikunjungi"
    VISITED = "Sudah dikunjungi"
    IN_COACHING = "Dalam pembinaan"
    ACTIVE_AGAIN = "Aktif kembali"
    PROPOSED = "Diusulkan pembubaran"


class CaseEvent(StrEnum):
    """What can happen to a case of coaching (pembinaan)."""

    OPENED = "dibuka"
    STEP = "langkah"
    WITHDRAWN = "langkah dicabut"
    """The last step was entered wrongly and does not count."""
    CLOSED = "ditutup"
    REOPENED = "dibuka lagi"


class CoachingKind(StrEnum):
    """What a step of coaching consists of."""

    ADVICE = "Konsultasi"
    TRAINING = "Pelatihan"
    RAT_HELP = "Pendampingan RAT"
    BOOKKEEPING = "Pendampingan pembukuan"
    BUSINESS_PLAN = "Pendampingan rencana usaha"
    ODS_DATA = "Pendampingan data ODS"
    PARTNERSHIP = "Kemitraan atau permodalan"
    OTHER = "Lainnya"


class CaseOutcome(StrEnum):
    """How a case ended."""

    ACTIVE_AGAIN = "Aktif kembali"
    UNCHANGED = "Belum berubah"
    TO_DISSOLUTION = "Diusulkan pembubaran"


class ProposalEvent(StrEnum):
    """What can happen to a proposal to dissolve; the office proposes, the ministry decides."""

    STARTED = "disiapkan"
    EVIDENCE = "bukti"
    EVIDENCE_REMOVED = "bukti dicabut"
    SUBMITTED = "diajukan"
    DECIDED = "diputuskan"
    WITHDRAWN = "dibatalkan"


class Evidence(StrEnum):
    """What is put together before a dissolution is proposed (practice beside UU 25/1992 Pasal 46 to 50)."""

    INACTIVE = "Sekitar tiga tahun tidak aktif"
    VISIT = "Kunjungan lapangan"
    STATEMENT = "Surat keterangan lurah atau kepala desa"
    NOTICE = "Pengumuman selama tiga bulan"
    OBLIGATIONS = "Tidak ada kewajiban yang tersisa"

    @property
    def label(self) -> str:
        """What users read: the name of the paper, whether it is there or not."""
        return _EVIDENCE_LABELS.get(self, str(self))


_EVIDENCE_LABELS: Final = {
    Evidence.INACTIVE: "Bukti tidak aktif sekitar tiga tahun",
    Evidence.OBLIGATIONS: "Pemeriksaan kewajiban (tidak ada yang tersisa)",
}


class Decision(StrEnum):
    """What the ministry decided."""

    DISSOLVED = "Dibubarkan"
    REFUSED = "Tidak dibubarkan"
