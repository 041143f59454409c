#!/usr/bin/env python3
"""people: a list of made-up subscribers.

    people.py COUNT >people.csv

In the shape of an export of Mailchimp, with names, times and networks; one in
fifty has an address that is no address or was there before.
"""

import random
import sys

FIRST = "Ada Émile Lise Cecilia Jocelyn Vera Henrietta Annie Tycho 文子".split()
LAST = "Halley Payne Leavitt Cannon Rubin Brahe Swope Bell Sagan 山田".split()
HEAD = ("Email Address,First Name,Last Name,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,"
        "CONFIRM_IP,LEID,EUID,TAGS")


def moment(number):
    return (f"20{10 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02} "
            f"{number % 24:02}:{number % 60:02}:{number % 59:02}")


def row(number, source):
    name = f"{source.getrandbits(40):x}.{number}"
    address = f"{name}@mail{number % 5000}.example.org"
    if number % 100 == 99:
        address = name
    elif number % 100 == 49:
        address = "twice@example.org"
    ip = f"192.0.2.{number % 256}"
    time = moment(number)
    return (f"{address},{FIRST[number % 10]},{LAST[number // 10 % 10]},{time},"
            f"{ip},{time},{ip},{number},{number:x},\"\"\"a\"\",\"\"b\"\"\"")


def main():
    source = random.Random(1)
    print(HEAD)
    for number in range(int(sys.argv[1])):
        print(row(number, source))


main()
