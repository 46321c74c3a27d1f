"""A check of our own for schemathesis: what the contract allows is refused for a reason."""

import re

import schemathesis

# Codes that only ever stand for a rule that no schema can state.
RULES = {
    "common-password",
    "invalid-cursor",
    "invalid-token",
    "itself",
    "kind-mismatch",
    "needs-q",
    "no-word",
    "range-reversed",
    "reused",
    "unknown-id",
    "wrong-password",
}

# Fields whose form is described in words: the ends of their pointers, and the codes.
FORMS = [
    (r"/If(-None)?-Match$", "pattern"),  # the grammar of RFC 9110
    (r"/time_zone$", "pattern"),  # a name in the time zone database
    (r"/(image_)?url$", "pattern"),  # http or https, and a host
    (r"/external_ids/\d+$", "pattern"),  # no control characters
    (r"/email$", "pattern"),  # one @, labels of letters, digits and hyphens, a dot
    (r"/expires_at$", "in-the-past"),  # later than now
    (r"/(questions|options)/\d+/id$|/correct/\d+$", "duplicate"),  # each name once
    (r"/correct$", "too-many-items"),  # one right option of a single choice
    # no control characters in any text, and more than spaces
    (
        r"/(q|tags?|heading|name|title|summary|description|bio|prerequisites|location|room|body"
        r"|transcript|media_type|comment|prompt|text|explanation)(/\d+)?$",
        "pattern|too-short",
    ),
]


@schemathesis.check
def refused_for_a_reason(ctx, response, case):
    """A valid request is refused only by a rule that no schema can state."""
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive:
        return
    if response.status_code not in (400, 422):
        return
    for error in response.json()["errors"]:
        pointer, code = error["pointer"], error["code"]
        known = any(re.search(end, pointer) and code in form.split("|") for end, form in FORMS)
        assert code in RULES or known, f"the contract does not say this: {error}"
