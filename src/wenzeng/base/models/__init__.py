"""人 people · 地 subjects · 企 firms · 数 facts · 据 files · 事 assignments · 痕 trail."""

from .assignments import Assignment, AssignmentEvidence, AssignmentStep
from .facts import Batch, Citation, Indicator, Observation, ObservationInput
from .files import StoredFile
from .firms import Firm, FirmScale
from .people import Appointment, User
from .subjects import Body, Subject, SubjectCode, SubjectName, SubjectParent
from .trail import TrailEntry, TrailHead

__all__ = [
    "Appointment",
    "Assignment",
    "AssignmentEvidence",
    "AssignmentStep",
    "Batch",
    "Body",
    "Citation",
    "Firm",
    "FirmScale",
    "Indicator",
    "Observation",
    "ObservationInput",
    "StoredFile",
    "Subject",
    "SubjectCode",
    "SubjectName",
    "SubjectParent",
    "TrailEntry",
    "TrailHead",
    "User",
]
