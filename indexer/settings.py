"""The settings: name, default, help. From PODSHIVKA_… in the environment or settings.toml."""

from __future__ import annotations

import os
import re
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from indexer.wrong_values import first_fault, in_words
from schemas.errors import UsageError

FILE = "settings.toml"
PREFIX = "PODSHIVKA_"
UNIX = "unix"
"""The proxy that comes by a socket in the file system."""
FEWEST = 5
"""How often something has to be asked for at least, to be the affair of many."""


class Settings(BaseSettings):
    """What an operator can choose. The environment wins over the file."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid")

    home: Path = Field(Path("podshivka-home"), description="folder of the store and the index")
    regions: Path | None = Field(None, description="file of regions that replaces the packaged one")
    topics: Path | None = Field(None, description="file of topics that replaces the packaged one")
    names: Path | None = Field(
        None, description="file of names that are one person's; without it names.toml in the home"
    )
    twins: Path | None = Field(
        None, description="file of twins that wins over guesses; without it twins.toml in the home"
    )
    engine: str = Field(
        "whoosh", description="where the index is: whoosh, or opensearch+https://host:9200/prefix"
    )
    engine_login: SecretStr = Field(
        SecretStr(""), description="NAME:PASSWORD for OpenSearch; better in the environment"
    )
    engine_credentials: Path | None = Field(
        None, description="file that holds NAME:PASSWORD for OpenSearch"
    )
    engine_authorities: Path | None = Field(
        None, description="file of certificate authorities (PEM) that OpenSearch is trusted by"
    )
    processes: int = Field(0, ge=0, le=64, description="analysis processes; 0: one per core")
    public_url: str = Field(
        "", description="address of the site, for links that leave it: https://news.example/archive"
    )
    onion_url: str = Field(
        "", description="address of the same site as an onion service, offered by Tor Browser"
    )
    api_origins: tuple[str, ...] = Field(
        (), description="other sites whose pages may read the API: https://… each, * for all"
    )
    answers_kept: int = Field(
        32, ge=0, le=4096, description="megabytes of answers that a process of the site keeps"
    )
    shared_cache: int = Field(
        0, ge=0, le=86_400, description="seconds for which a cache in front may keep pages; 0: none"
    )
    nothing_found: int = Field(
        0,
        ge=0,
        le=10_000,
        description="searches in vain for the same words in a day until they are logged; 0: never",
    )
    metrics: str = Field(
        "", description="address at which Prometheus gets the site's numbers: 127.0.0.1:9464"
    )
    log: Literal["text", "json"] = Field(
        "text", description="how the site logs: errors as text, or all events as lines of JSON"
    )
    home_rights: Literal["private", "group"] = Field(
        "private", description="who may read what is made in the home: its owner, or its group, too"
    )
    nice: int = Field(
        10, ge=0, le=19, description="niceness of commands that write: how far searches come first"
    )
    query_seconds: float = Field(
        2, ge=0, le=600, description="seconds a page of the site may search for; 0: no limit"
    )
    trusted_proxy: tuple[str, ...] = Field(
        (), description="addresses of proxies whose X-Forwarded-… headers count; unix: its socket"
    )
    connections: int = Field(
        1_000, ge=10, le=100_000, description="connections that a process of the site keeps open"
    )
    waiting: int = Field(
        32, ge=1, le=10_000, description="requests that may wait in a process of the site"
    )
    client_seconds: float = Field(
        20,
        ge=0,
        le=3_600,
        description="processor time a minute of one client while others wait; 0: no limit",
    )
    keep: int = Field(2, ge=1, le=20, description="published generations kept, with the one served")
    tag: bool = Field(
        default=False,
        description="find regions, topics, people, organisations if the article has none",
    )
    other_languages: Literal["reject", "keep"] = Field(
        "reject", description="articles in other languages than Russian and English"
    )
    hosts: dict[str, tuple[str, ...]] = Field(
        {}, description="live host of a site, and its mirrors; links point to the live host"
    )

    @field_validator("api_origins")
    @classmethod
    def _origins(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for origin in given:
            if origin != "*" and not re.fullmatch(r"https?://[^\s/?#@]+", origin):
                raise ValueError(f"{origin!r} is no origin: write https://news.example, or *")
        return given

    @field_validator("nothing_found")
    @classmethod
    def _of_many(cls, least: int) -> int:
        if 0 < least < FEWEST:
            raise ValueError(f"write 0, or {FEWEST} and more: what few ask for is their own affair")
        return least

    @field_validator("onion_url")
    @classmethod
    def _onion(cls, text: str) -> str:
        if text and not re.fullmatch(r"https?://([a-z0-9-]+\.)*[a-z2-7]{56}\.onion/?", text):
            raise ValueError("write http:// and the 56 letters and digits before .onion")
        return text.rstrip("/")

    @field_validator("metrics")
    @classmethod
    def _own_address(cls, text: str) -> str:
        parts = re.fullmatch(r"(?:\[([^\]]+)\]|([0-9.]+)):([1-9]\d{0,4})", text)
        if text and not (parts and _is_host(parts[1] or parts[2]) and int(parts[3]) < 65_536):
            raise ValueError("write the number of an address and a port: 127.0.0.1:9464")
        return text

    @field_validator("trusted_proxy")
    @classmethod
    def _proxies(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for each in given:
            try:
                if each != UNIX:
                    ip_network(each)
            except ValueError:
                raise ValueError(
                    f"{each!r} is no address: write 127.0.0.1, 10.0.0.0/24, ::1 or {UNIX}"
                ) from None
        return given

    @field_validator("public_url")
    @classmethod
    def _address_of_a_site(cls, text: str) -> str:
        if not text:
            return ""
        parts = urlsplit(text)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("write an address such as https://news.example/archive")
        if parts.query or parts.fragment or parts.username or re.search(r"[\s<>\"\\]", text):
            raise ValueError("write the address alone, without ?, # and names of users")
        return text.rstrip("/")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def _is_host(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def load_settings(home: Path | None = None) -> Settings:
    """The settings of the archive at ``home`` (default: PODSHIVKA_HOME or ./podshivka-home).

    Raises UsageError naming the setting and saying what to do.
    """
    folder = home or _home()

    # pydantic takes the file from the class, and each archive has a file of its own
    class _Local(Settings):
        model_config = SettingsConfigDict(toml_file=folder / FILE)

    try:
        return _Local(home=folder)
    except ValidationError as error:
        raise _fault(error, folder / FILE) from None
    except SettingsError as error:
        raise _no_json(error) from None
    except ValueError as error:
        raise UsageError(f"not valid TOML: {error}", place=str(folder / FILE)) from None


def _fault(error: ValidationError, file: Path) -> UsageError:
    """The first setting that cannot be used, named where it was made: a variable or the file."""
    first = first_fault(error)
    name = ".".join(map(str, first["loc"]))
    variable = PREFIX + name.upper()
    if first["type"] == "extra_forbidden":
        known = ", ".join(sorted(Settings.model_fields))
        return UsageError(f"there is no setting {name}", place=str(file), hint=f"use {known}")
    if any(given.upper() == variable for given in os.environ):  # pydantic takes any case
        return UsageError(in_words(first), place=variable, hint="correct or unset this variable")
    return UsageError(f"setting {name}: {in_words(first)}", place=str(file), hint="correct it")


def _no_json(error: SettingsError) -> UsageError:
    """The error for a list or a table in the environment; only pydantic's message names it."""
    name = re.search(r'field "(\w+)"', str(error))
    variable = PREFIX + name[1].upper() if name else "the environment"
    hint = 'write JSON, such as ["127.0.0.1"], or unset this variable'
    return UsageError("it is not JSON", place=variable, hint=hint)


def _home() -> Path:
    return Path(os.environ.get("PODSHIVKA_HOME") or "podshivka-home")
