"""sink: a mail server that writes down whom it took a mail for.

    sink.py LOG [FAULT...]

Listens on a port of 127.0.0.1 that the system chose and prints it.  Each mail
that it took is a line "RECIPIENT MESSAGE-ID SENDER" of LOG, written before the answer:
what is not there was not taken.  A fault is WHERE:WHAT:SHARE, such as
rcpt:450_4.2.0_later:0.1: the share (0 to 1, by a fixed seed) of commands that
are answered so.  WHERE is connect, mail, rcpt, data or end; WHAT is an answer,
with _ for blanks, or "drop" to cut the connection ("dropped" after the mail was
taken), or "slow" to wait a second.
"""

import asyncio
import random
import sys

COMMANDS = {b"MAIL": "mail", b"RCPT": "rcpt", b"DATA": "data"}
ANSWERS = {"mail": b"250 2.1.0 Ok", "rcpt": b"250 2.1.5 Ok",
           "data": b"354 Go on", "connect": b"220 sink.example ESMTP",
           "end": b"250 2.0.0 Taken"}


class Cut(Exception):
    pass


class Sink:
    def __init__(self, log, faults):
        self.log = open(log, "ab", buffering=0)
        self.faults = [fault.split(":") for fault in faults]
        self.random = random.Random(7)

    def fault(self, where):
        for place, what, share in self.faults:
            if place == where and self.random.random() < float(share):
                return what
        return None

    async def answer(self, writer, where, taken=None):
        """Answer; True if it was as it should."""
        what = self.fault(where)
        if what == "slow":
            await asyncio.sleep(1)
            what = None
        if what is None or what == "dropped":
            if taken is not None:
                self.log.write(taken)
        if what in ("drop", "dropped"):
            raise Cut
        text = ANSWERS[where] if what is None else \
            what.replace("_", " ").encode()
        writer.write(text + b"\r\n")
        if text.startswith(b"421"):
            await writer.drain()
            raise Cut
        return what is None

    async def mail(self, reader, writer, sender, recipient):
        text = await reader.readuntil(b"\r\n.\r\n")
        head = text[:text.find(b"\r\n\r\n")]
        at = head.lower().find(b"\nmessage-id:")
        name = head[at + 12:head.find(b"\r", at)].strip()
        await self.answer(writer, "end",
                          b" ".join((recipient, name, sender)) + b"\n")

    async def talk(self, reader, writer):
        sender, recipient = None, None
        await self.answer(writer, "connect")
        while line := await reader.readline():
            where = COMMANDS.get(line[:4].upper())
            if where == "rcpt" and sender is None:
                writer.write(b"503 5.5.1 MAIL first\r\n")
            elif where == "data" and recipient is None:
                writer.write(b"554 5.5.1 No valid recipients\r\n")
            elif where == "data":
                if await self.answer(writer, where):
                    await self.mail(reader, writer, sender, recipient)
                sender, recipient = None, None
            elif where is not None:
                fine = await self.answer(writer, where)
                address = line[line.find(b"<") + 1:line.find(b">")]
                if where == "mail":
                    sender, recipient = address if fine else None, None
                else:
                    recipient = address if fine else None
            elif line[:4].upper() == b"EHLO":
                writer.write(b"250-sink.example\r\n250-PIPELINING\r\n"
                             b"250 ENHANCEDSTATUSCODES\r\n")
            elif line[:4].upper() == b"QUIT":
                writer.write(b"221 2.0.0 Bye\r\n")
                return
            else:
                writer.write(b"250 2.0.0 Ok\r\n")

    async def serve(self, reader, writer):
        try:
            await self.talk(reader, writer)
        except (Cut, ConnectionError, asyncio.IncompleteReadError):
            pass
        writer.close()


async def main():
    sink = Sink(sys.argv[1], sys.argv[2:])
    server = await asyncio.start_server(sink.serve, "127.0.0.1", 0,
                                        limit=1 << 23)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
