"""What aiohttp's parser refuses never reaches the application: here it leaves as a problem like all else."""

from __future__ import annotations

import asyncio
import logging
from http import HTTPStatus
from typing import Any

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from tasktix.adapters.http import errors

LOG = logging.getLogger(__name__)


class ProblemHandler(RequestHandler):
    """One connection."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = HTTPStatus.INTERNAL_SERVER_ERROR,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """The answer to what is no request. Raises ConnectionError where a part of an answer has been sent.

        Its words are ours: the parser's tell of its inside, and repeat what was sent.
        """
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            LOG.error("a connection's request failed", exc_info=exc)
        else:
            # Anybody can send nonsense as often as they like: it must not fill the log.
            LOG.debug("not a request: %s", message)
        if request.writer.output_size > 0:
            raise ConnectionError("a part of the answer has been sent")
        answer = errors.of_no_request(HTTPStatus(status))
        answer.force_close()
        return answer


class _Server(web.Server):
    def __call__(self) -> RequestHandler:
        return ProblemHandler(self, loop=self._loop, **self._kwargs)


class Runner(web.AppRunner):
    """aiohttp has no place to name the class of its connections; this makes its server again, with ours."""

    async def _make_server(self) -> web.Server:
        made: Any = await super()._make_server()
        return _Server(
            made.request_handler,
            request_factory=made.request_factory,
            handler_cancellation=made.handler_cancellation,
            loop=asyncio.get_running_loop(),
            **made._kwargs,
        )
