"""The public addresses that badges name. They stand in signed credentials, so they must never change."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Addresses:
    """``site`` is the site's address without a slash at the end: "https://learn.example.org"."""

    site: str

    @property
    def issuer(self) -> str:
        """The issuer's profile, and so the issuer's name in every credential.

        An https address rather than a did:web: Open Badges 3.0 obliges readers to the former only ("Dereferencing the
        Public Key").
        """
        return f"{self.site}/badges/issuer/"

    def key(self, thumbprint: str) -> str:
        """One public key: the ``kid`` of what it signed, an address as "Create the JOSE Header" asks for."""
        return f"{self.site}/badges/keys/{thumbprint}/"

    def achievement(self, slug: str, edition: int) -> str:
        return f"{self.site}/badges/achievements/{slug}/{edition}/"

    def picture(self, slug: str, edition: int) -> str:
        return f"{self.achievement(slug, edition)}picture.png"

    def status_list(self, number: int) -> str:
        return f"{self.site}/badges/status/{number}/"

    def module(self, slug: str) -> str:
        return f"{self.site}/modules/{slug}/"
