"""What is taught, and each learner's progress through it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Access(models.TextChoices):
    PUBLIC = "public", _("everybody")
    REGISTERED = "registered", _("registered learners")
    MEMBERS = "members", _("members")


class Module(models.Model):
    """What a learner takes. Its content is in editions, its validity in terms.

    ``current_edition`` is the one learners read: the newest that is published.
    """

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=250, help_text=_("As in the newest edition."))
    access = models.CharField(_("open to"), max_length=12, choices=Access.choices)
    demonstration = models.BooleanField(_("demonstration"), default=False)
    time_zone = models.CharField(_("time zone"), max_length=60)
    claim_days = models.PositiveSmallIntegerField(_("claim days"), default=90)
    grace_minutes = models.PositiveSmallIntegerField(_("grace minutes"), default=0)
    current_edition = models.OneToOneField(
        "Edition",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("current edition"),
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("why withdrawn"), blank=True)
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(condition=Q(access__in=Access.values), name="module_access_is_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="module_withdrawal_has_a_reason",
                violation_error_message=_("Say why the module is withdrawn."),
            ),
            models.CheckConstraint(
                condition=~Q(replaces=F("pk")),
                name="module_does_not_replace_itself",
                violation_error_message=_("A module cannot replace itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def successor(self) -> "Module | None":
        """The module that replaces this one, once learners can read it; read ``replaced_by`` with the module."""
        found = getattr(self, "replaced_by", None)
        is_read = found is not None and found.current_edition_id is not None and found.withdrawn_at is None
        return found if is_read else None


class Term(models.Model):
    """One period of a module's validity; days are days in the module's time zone.

    ``opens_at`` and ``expires_at`` are the instants (UTC) that follow from them: expiry is the midnight after the last
    valid day. They are stored so that one query can find the current term.
    """

    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField(_("number"))
    release = models.DateField(_("release"))
    last_review = models.DateField(_("last review"))
    last_valid_day = models.DateField(_("last valid day"), help_text=_("The last day on which credit can be earned."))
    opens_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["module", "number"]
        constraints = [
            models.UniqueConstraint(fields=["module", "number"], name="term_number_unique_in_module"),
            models.CheckConstraint(
                condition=Q(last_valid_day__gte=F("release")),
                name="term_ends_after_it_begins",
                violation_error_message=_("The last valid day comes before the release."),
            ),
            models.CheckConstraint(
                condition=Q(last_review__lte=F("last_valid_day")),
                name="term_is_reviewed_before_its_end",
                violation_error_message=_("The last review comes after the last valid day."),
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("opens_at")), name="term_expires_after_it_opens"),
        ]

    def __str__(self) -> str:
        return f"{self.module} {self.release} – {self.last_valid_day}"


class Edition(models.Model):
    """One state of a module's content. Once published it never changes (a trigger in the database refuses it).

    ``front_matter`` is module.yaml as values with its Markdown rendered; ``outline`` lists the sections with their
    slides, so that a page needs no query for it; ``translations`` holds what is translated of the front matter, by
    language. All are derived from the source files, like the slides' HTML.
    """

    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("number"))
    content_hash = models.CharField(_("content hash"), max_length=64)
    title = models.CharField(_("title"), max_length=250)
    language = models.CharField(_("language"), max_length=12)
    front_matter = models.JSONField(default=dict)
    outline = models.JSONField(default=list)
    translations = models.JSONField(default=dict)
    renderer = models.PositiveSmallIntegerField(_("renderer version"))
    loaded_at = models.DateTimeField(_("loaded at"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["module", "-number"]
        constraints = [models.UniqueConstraint(fields=["module", "number"], name="edition_number_unique_in_module")]

    def __str__(self) -> str:
        return f"{self.module.slug} edition {self.number}"


class Blob(models.Model):
    """The bytes of a source file, stored once however many editions hold it."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256[:12]


class SourceFile(models.Model):
    """A file of an edition's folder, byte for byte."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="source_files")
    path = models.CharField(_("path"), max_length=250)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("source file")
        verbose_name_plural = _("source files")
        constraints = [models.UniqueConstraint(fields=["edition", "path"], name="source_file_path_unique_in_edition")]

    def __str__(self) -> str:
        return self.path


class Slide(models.Model):
    """A slide as rendered for readers. Its identity across editions is ``key``.

    ``seconds`` is the reading time: the notes at 130 words a minute, unless the author gave minutes.
    ``substance_since`` is the number of the edition whose change of substance asks for reading again; whoever saw the
    slide in that edition or a later one has seen it. ``references`` is the numbered list under the slide.
    ``questions`` are its checks and cases (courses.domain.questions), for each of which ``html`` holds a place.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="slides")
    section_key = models.SlugField(max_length=80)
    key = models.SlugField(_("key"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=250)
    html = models.TextField()
    notes_html = models.TextField()
    seconds = models.PositiveIntegerField()
    required = models.BooleanField(default=True)
    substance_since = models.PositiveIntegerField()
    objectives = models.JSONField(default=list)
    references = models.JSONField(default=list)
    questions = models.JSONField(default=list, db_default=[])
    ai_assisted = models.JSONField(null=True)
    content_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("slide")
        verbose_name_plural = _("slides")
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="slide_key_unique_in_edition"),
            models.UniqueConstraint(fields=["edition", "position"], name="slide_position_unique_in_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class SlideTranslation(models.Model):
    """A slide in another language; what is not here (objectives, reading time) is that of the slide.

    ``questions`` are those of the slide, key by key and option by option, and have the hashes of the originals: an
    answer is the same in every language.
    """

    slide = models.ForeignKey(Slide, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(_("language"), max_length=12)
    title = models.CharField(_("title"), max_length=250)
    html = models.TextField()
    notes_html = models.TextField()
    references = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    ai_assisted = models.JSONField(null=True)
    content_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("translated slide")
        verbose_name_plural = _("translated slides")
        constraints = [
            models.UniqueConstraint(fields=["slide", "language"], name="slide_translation_unique_in_language")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class Start(models.Model):
    """A learner began (or resumed) after being shown the front matter of this edition: AC-1.

    ``statement`` is the version of the disclosures that was on the page (AC-6); empty in rows older than statements.
    A learner who reads a later version has one more row.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="starts")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="starts")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT)
    statement = models.ForeignKey(
        "courses.DisclosureStatement",
        on_delete=models.PROTECT,
        null=True,
        related_name="starts",
        verbose_name=_("disclosures shown"),
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("start")
        verbose_name_plural = _("starts")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "edition", "statement"], name="start_once_per_edition_and_statement"
            ),
            models.UniqueConstraint(
                fields=["learner", "edition"],
                condition=Q(statement__isnull=True),
                name="start_once_per_edition_without_statement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.edition}"


class Progress(models.Model):
    """What the server knows of one learner and one slide, kept by the slide's key through every edition.

    ``language`` is the one it was last read in (empty: the module's own, before there were translations).
    ``active_seconds`` is measured between the learner's requests, capped per visit. ``on_screen`` is False once the
    page was hidden or left: the time until the next request then counts for nothing. ``answers`` holds the latest and
    the first answer to each question of the slide, by the question's key (courses.domain.questions.given).
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="progress")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="progress")
    slide_key = models.SlugField(_("slide"), max_length=80)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT)
    content_hash = models.CharField(max_length=64)
    first_seen = models.DateTimeField(_("first seen"))
    last_seen = models.DateTimeField(_("last seen"))
    active_seconds = models.PositiveIntegerField(_("active seconds"), default=0)
    on_screen = models.BooleanField(_("on screen"), default=True)
    answers = models.JSONField(_("answers"), default=dict, db_default={})
    language = models.CharField(_("language"), max_length=12, default="", blank=True)

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        constraints = [
            models.UniqueConstraint(fields=["learner", "module", "slide_key"], name="progress_once_per_slide"),
            models.CheckConstraint(condition=Q(last_seen__gte=F("first_seen")), name="progress_last_seen_after_first"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.slide_key}"
