"""Measures the service on a rig of peers and limits, which knows nothing of our contract.

    BENCH=../shared/bench python rig.py COURSES [options of the rig's run.py]

COURSES is the program to measure. The rig's data are loaded through its API, once, and its requests
are translated: our ids, our words for levels, our trees. Everything else is the rig's: it starts the
database, starts each subject afresh in every round, drives it and counts its CPU time.

RIG_COPIES=19 adds so many copies of each course first (for the cost of a larger catalogue).
"""
import asyncio
import atexit
import base64
import hashlib
import json
import os
import subprocess
import sys
import urllib.request

BENCH = os.path.abspath(os.environ["BENCH"])
sys.path.insert(0, BENCH)

import data
import run

PROGRAM = os.path.abspath(sys.argv[1])
PORT = int(os.environ.get("RIG_PORT", "4190"))
DATABASE = os.environ.get("RIG_DATABASE", "courses_rig")
COPIES = int(os.environ.get("RIG_COPIES", "0"))
LOADERS = 32
KEY = f"{run.W}/rig-key.pem"

data.LEVELS[0] = "introductory"      # the rig's `beginner`; the others are ours too


def settings(name="courses"):
    unlimited = 4_000_000_000        # the limiter works, and never refuses
    return {
        "store.url": run.URI,
        "store.database": DATABASE,
        "store.max_connections": run.POOL,
        "http.listen": f"127.0.0.1:{PORT}",
        "http.ops_listen": f"127.0.0.1:{PORT + 1}",
        "http.rate_limits.read.per_minute": unlimited,
        "http.rate_limits.read.burst": unlimited,
        "http.rate_limits.write.per_minute": unlimited,
        "http.rate_limits.write.burst": unlimited,
        "auth.signing_key_file": KEY,
    }


def options():
    return [part for key, value in settings().items() for part in ("--set", f"{key}={value}")]


def token():
    if not os.path.exists(KEY):
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", KEY], check=True)
    command = [PROGRAM, "token", "--role", "teacher", "--ttl", "24h", *options()]
    # The same account in every run: loaded courses are its own.
    command += ["--subject", "0192f39f-0000-7000-8000-000000000001"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def course(body):
    """The rig's course in the words of our contract."""
    body = {key: body[key] for key in ("title", "slug", "description", "level", "language", "tags", "sections")}
    body["sections"] = [
        {"heading": section["title"],
         "topics": [{"heading": section["title"],
                     "lessons": [{"title": lesson["title"], "kind": "text"} for lesson in section["lessons"]]}]}
        for section in body["sections"]
    ]
    return body


# ------------------------------------------------------------------ loading
async def send(reader, writer, method, path, headers, body):
    body = json.dumps(body, separators=(",", ":")).encode() if body is not None else b""
    lines = [f"{method} {path} HTTP/1.1", "Host: rig", f"Content-Length: {len(body)}", *headers]
    if body:
        lines.append("Content-Type: application/json")
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
    status = int((await reader.readline()).split()[1])
    size = 0
    while (line := await reader.readline()) != b"\r\n":
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            size = int(value)
    answer = json.loads(await reader.readexactly(size)) if size else None
    if status not in (200, 201):
        sys.exit(f"{method} {path}: {status} {answer}")
    return answer


async def load(headers):
    """Creates and publishes every course; answers the id of each."""
    ids = [None] * data.N
    work = data.documents()

    async def one():
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT, limit=1 << 20)
        for number, body, _, _ in work:
            made = await send(reader, writer, "POST", "/v1/courses", headers, course(body))
            ids[number] = made["id"]
            await send(reader, writer, "POST", f"/v1/courses/{made['id']}/publish", headers, None)
            if number % 5000 == 0:
                print(f"loaded {number} of {data.N}", flush=True)
        writer.close()

    await asyncio.gather(*(one() for _ in range(LOADERS)))
    return ids


def serve():
    log = open(f"{run.W}/rig-load.log", "w")
    process = subprocess.Popen([PROGRAM, "serve", *options()], stdout=log, stderr=log)
    for _ in range(200):
        try:
            if urllib.request.urlopen(f"http://127.0.0.1:{PORT + 1}/readyz").status == 200:
                return process
        except OSError:
            pass
        run.time.sleep(0.1)
    process.kill()
    sys.exit(f"the service does not become ready: see {log.name}")


def loaded(client, headers):
    """The ids of the courses, which are loaded now unless they were before."""
    kept = client[DATABASE]["rig"].find_one({"_id": "ids"})
    if kept and len(kept["ids"]) == data.N:
        return kept["ids"]
    client.drop_database(DATABASE)
    process = serve()
    try:
        ids = asyncio.run(load([f"{name}: {value}" for name, value in headers.items()]))
    finally:
        process.terminate()
        process.wait(30)
    client[DATABASE]["rig"].insert_one({"_id": "ids", "ids": ids})
    return ids


def copied(client):
    """Adds copies of every course, without what they are found by, made by the database itself."""
    courses = client[DATABASE]["courses"]
    for number in range(courses.count_documents({}) // data.N, COPIES + 1):
        print(f"copy {number} of {COPIES}", flush=True)
        batch = []
        for document in courses.find({"copy": {"$exists": False}, "listed": True}, {"search": 0}):
            digest = hashlib.blake2b(bytes(document["_id"]) + bytes([number]), digest_size=16).digest()
            identity = bytearray(digest)
            identity[6] = 0x70 | identity[6] & 0x0F
            identity[8] = 0x80 | identity[8] & 0x3F
            document["_id"] = type(document["_id"])(bytes(identity), 4)
            document["slugs"] = [f"{document['slugs'][0]}-copy-{number}"]
            document["copy"] = number
            batch.append(document)
            if len(batch) == 2000:
                courses.insert_many(batch, ordered=False)
                batch = []
        if batch:
            courses.insert_many(batch, ordered=False)


# ------------------------------------------------------------------ translating the rig
def main():
    headers = {"Authorization": f"Bearer {token()}"}
    description = {
        "name": "courses", "base_url": f"http://127.0.0.1:{PORT}", "prefix": "/v1", "headers": headers,
        "cmd": [PROGRAM, "serve", *options()], "cwd": run.W, "items": "items", "summary": True,
        "cursor_key": "page.next_cursor",
        "paths": {"get": "/courses/{id}", "create": "/courses",
                  "list": "/courses?level={level}&language={language}&limit=20{cursor_arg}",
                  "search": "/courses?q={q}&limit=20"},
    }
    path = f"{run.W}/rig-service.json"
    with open(path, "w") as file:
        json.dump(description, file)

    ids = []
    original_mongod, original_line, original_body, original_http, original_clean = (
        run.mongod, run.line_of, run.body_of, run.http, run.clean)

    def mongod():
        process, client = original_mongod()
        atexit.register(process.terminate)
        ids.extend(loaded(client, headers))
        copied(client)
        courses = client[DATABASE]["courses"]
        print(f"{courses.estimated_document_count()} courses in the store of the service", flush=True)
        return process, client

    def line_of(subject, request):
        if subject["name"] == "courses" and request["k"] == "get":
            request = {**request, "id": ids[request["i"]]}
        return original_line(subject, request)

    def body_of(subject, body):
        return original_body(subject, course(body) if subject["name"] == "courses" else body)

    def http(subject, line):
        status, answer = original_http(subject, line)
        if subject["name"] == "courses":      # the rig looks at the order by a member of another name
            for item in answer.get("items", []):
                item["created_at"] = item["published_at"] if "q=" not in line else ""
        return status, answer

    def clean(database):
        original_clean(database)
        written = {"slugs": {"$gte": data.WRITE_SLUG, "$lt": data.WRITE_SLUG + "~"}}
        database.client[DATABASE]["courses"].delete_many(written)

    run.mongod, run.line_of, run.body_of, run.http, run.clean = mongod, line_of, body_of, http, clean
    sys.argv = ["run.py", "--service", path, *sys.argv[2:]]
    run.main()


main()
