"""Below which number counts are small, unless a setting or `--suppress` says otherwise (domain notes, section 5)."""

DEFAULT_THRESHOLD = 5
