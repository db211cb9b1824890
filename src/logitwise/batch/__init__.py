"""What rows become before anyone counts them: declared once, checked value by value, handed on as read-only arrays."""

from logitwise.batch.batch import Batch, Form
from logitwise.batch.beside import Beside
from logitwise.batch.column import Column
from logitwise.batch.declaration import declare
from logitwise.batch.intake import Intake
from logitwise.batch.origin import Origin

__all__ = ["Batch", "Beside", "Column", "Form", "Intake", "Origin", "declare"]
