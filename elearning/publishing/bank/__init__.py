"""The bank in and out: questions of other systems into a draft edition, the items of an edition into their files."""
