// Every kind of finding, at least once.

@testable import Config

extension Fault {
    static let all: [Fault] =
        shapes + words + values + addresses + routes + fits + protocols + trust + elsewhere
        + certificates

    /// The shape of the language.
    static let shapes: [Fault] = [
        .file("a control character", "workers\u{1}2", .badCharacter),
        .file("a quote that does not end", "access-log \"text", .unterminatedQuote),
        .file("a quote inside a word", "access-log te\"xt", .badQuote),
        .file("text behind a quote", "access-log \"text\"x", .badQuote),
        .file("an unknown escape", "access-log text \"a\\qb\"", .badQuote),
        .file("a word in quotes", "\"workers\" 2", .badQuote),
        .file("a variable without its end", "workers ${N", .unterminatedVariable),
        .file("a variable that is not set", "workers ${HEADGATE_WORKERS}", .unsetVariable),
        Fault("a block that never ends", "listen :8080 {\n    route /* to 127.0.0.1:8081\n", .unclosedBlock),
        .file("a brace too many", "}", .strayBrace),
        .file("a block without a word", "{ workers 2 }", .missingWord),
        .file(
            "blocks without end",
            String(repeating: "trace { ", count: 18) + String(repeating: "} ", count: 18),
            .misplacedDirective,
            .tooDeep
        ),
        Fault(
            "a file that is included twice over",
            "include a.conf",
            files: ["a.conf": "include b.conf", "b.conf": "include a.conf"],
            .includeCycle
        ),
        .file("an include that finds nothing", "include routes/*.conf", .includeMatchesNothing),
        .file("an include of a file that is not there", "include extra.conf", .unreadableFile),
        .file("a wildcard in a directory", "include */a.conf", .badPath),
        .file("an include without a file", "include", .missingValue),
    ]

    /// Words that are wrong, or in a wrong place.
    static let words: [Fault] = [
        .listen("a mistyped word", "reotue /* to 127.0.0.1:8081\n    respond 404", .unknownDirective),
        .file("a word that is like no other", "frobnicate on", .unknownDirective),
        .file("a word in the wrong block", "cert a.pem a.key", .misplacedDirective),
        .file("a word of a later release", "trace { otlp http://127.0.0.1:4318 }", .notYet),
        .file("a namer", "namer dns { }", .notYet),
        .file("a namer in the dtab", "dtab { /svc => /#/io.l5d.fs }", .notYet),
        .file("trust by a token", "overrides { trust token-file /etc/key }", .notYet),
        .file("a balancer", "cluster * { balance ewma }", .notYet),
        .listen("a promise of traces", "route /* to 127.0.0.1:8081 { at-least 1/s }", .notYet),
        .listen("a rewrite", "route /* to 127.0.0.1:8081 rewrite /x", .notYet),
        .file("a word twice", "workers 1\nworkers 2", .duplicateDirective),
        .file("a block where none may be", "workers 1 { }", .unexpectedBlock),
        .file("a block that is missing", "overrides", .missingBlock),
        Fault("no listener", "workers 1\n", .missingDirective),
    ]

    /// Values that are not what they should be.
    static let values: [Fault] = [
        .file("no value", "workers", .missingValue),
        .file("too many values", "workers 1 2", .extraValue),
        .file("not a number", "workers many", .badNumber),
        .file("too many workers", "workers 100000", .outOfBounds),
        .file("a duration without its unit", "service /svc/* { timeout 10 }", .badDuration),
        .file("an unknown unit of time", "service /svc/* { timeout 10sec }", .badDuration),
        .file("not a duration", "service /svc/* { timeout soon }", .badDuration),
        .file("a duration that is too long", "service /svc/* { timeout 100h }", .outOfBounds),
        .file("a size without its unit", "limits { head 4096 }", .badSize),
        .file("an unknown unit of size", "limits { head 16kb }", .badSize),
        .file("not a size", "limits { head big }", .badSize),
        .file("a size that is too small", "limits { head 8B }", .outOfBounds),
        .file("a speed without its time", "limits { body-rate 64B }", .badRate),
        .file("an intake without its time", "trace { archive memory { intake 50 } }", .badRate),
        .file("a fraction without a unit", "trace { sample 0.1 }", .rateWithoutUnit),
        .file("a whole without a unit", "trace { sample 1 }", .rateWithoutUnit),
        .file("fifty without a unit", "trace { sample 50 }", .rateWithoutUnit),
        .file("more than everything", "trace { sample 101% }", .badRate),
        .file("a rate in words", "trace { sample often }", .badRate),
        .file("a rate per second", "trace { sample 5/s }", .badRate),
        .file("a batch of nonsense", "trace { zipkin http://z:9411/ { batch 512 and 1s } }", .badNumber),
        .file("a mistyped choice", "log inof", .badChoice),
        .file("an unknown format", "trace { propagate b3 jaeger }", .badChoice),
        .file("a format twice", "trace { propagate b3 b3 }", .extraValue),
        .file("a redaction of what is unknown", "trace { redact body }", .badChoice),
        .file("a redaction without its except", "trace { redact query page }", .extraValue),
        .file("a service name with a space", "trace { service \"a b\" }", .badName),
        .file("a path for no access log", "access-log off /tmp/log", .extraValue),
        .file("a permission that is unknown", "overrides { trust 10.0.0.0/8; allow sampel }", .badChoice),
        .file("a permission for nobody", "overrides { allow sample }", .settingIgnored),
        .file("a range with too long a prefix", "overrides { trust 10.0.0.0/33 }", .badRange),
        .file("trust in everybody", "overrides {\n    trust 0.0.0.0/0 ::/0\n}", .trustsEverybody, .trustsEverybody),
        .file("a dtab entry without its arrow", "dtab {\n    /svc /x\n    /a => /b\n}", .badDtab),
        .file("a dtab entry without its end", "dtab { /svc => /a | }", .badDtab),
        .file("a dtab with a name", "dtab main { /svc => /$/nil }", .extraValue),
        .file("a pattern that covers nothing", "service svc { retries 2 }", .badName),
        .file("a cluster that is no address", "cluster /svc/* /x { pool 1 }", .extraValue),
        .file("a CA that cannot be read", "cluster * { tls { ca missing.pem } }", .unreadableCertificate),
        .file("a server name with a port", "cluster * { tls { server-name a:1 } }", .badHost),
    ]

    /// Addresses and URLs.
    static let addresses: [Fault] = [
        .file("an admin address that is open", "admin 0.0.0.0:9990", .adminExposed),
        Fault("an address without a port", "listen 127.0.0.1 { respond 404 }", .badAddress),
        Fault("a port that is none", "listen :99999 { respond 404 }", .badAddress),
        Fault("a name to listen on", "listen gateway.internal:80 { respond 404 }", .badAddress),
        Fault("an IPv6 address without brackets", "listen ::1:8080 { respond 404 }", .badAddress),
        Fault("an address with four dots", "listen 1.2.3.4.5:80 { respond 404 }", .badAddress),
        Fault("a socket without a path", "listen unix:sock { respond 404 }", .badAddress),
        .listen("a destination without a port", "route /* to hello", .badAddress),
        .listen("a destination without a host", "route /* to :8081", .badAddress),
        .listen("a destination with a path", "route /* to http://127.0.0.1:8081/api", .badAddress),
        .file("a collector without a scheme", "trace { zipkin zipkin:9411 }", .badURL),
        .file("a collector without a host", "trace { zipkin http:///api }", .badURL),
        .file(
            "another name for a collector",
            "trace { zipkin https://z:9411/ { tls { server-name a } } }",
            .settingIgnored
        ),
        .file("tls for a plain collector", "trace { zipkin http://z:9411/ { tls { verify off } } }", .settingIgnored),
    ]

    /// Routes, hosts and answers.
    static let routes: [Fault] = [
        .listen("a route without a path", "route to 127.0.0.1:8081", .missingValue),
        .listen("a route without a destination", "route /x", .missingAction),
        .listen("a route to nothing", "route /x to", .missingValue),
        .listen("a route with two ends", "route /x to 127.0.0.1:8081 respond 404", .conflictingActions),
        .listen("a mistyped setting", "route /x to 127.0.0.1:8081 smaple 1%", .badAddress),
        .listen("a mistyped action", "route /x redirct https", .extraValue),
        .listen("two paths", "route /x /y to 127.0.0.1:8081", .extraValue),
        .listen("a path without its slash", "route x/* to 127.0.0.1:8081", .badPath),
        .listen("a wildcard inside a path", "route /a*b to 127.0.0.1:8081", .badPath),
        .listen("a regular expression", "route ~ to 127.0.0.1:8081", .badPath),
        .listen("a name and an address", "route /* to 127.0.0.1:8081 /svc/x", .mixedDestinations),
        .listen("two names", "route /* to /svc/a /svc/b", .mixedDestinations),
        .listen("two schemes", "route /* to 127.0.0.1:81 https://127.0.0.1:82", .mixedDestinations),
        .listen("an address twice", "route /* to 127.0.0.1:81 127.0.0.1:81", .extraValue),
        .listen("a name with odd characters", "route /* to /svc/a@b", .badName),
        .listen("a method that is none", "route /* to 127.0.0.1:81 match method G(T", .badMatch),
        .listen("a matcher that is unknown", "route /* to 127.0.0.1:81 match cookie a", .badMatch),
        .listen("a match without anything", "route /* to 127.0.0.1:81 { match }", .missingValue),
        .listen("a header that cannot be", "route /* to 127.0.0.1:81 return-trace-id X:Y", .badHeaderName),
        .listen(
            "a trace id for strangers",
            "route /* to 127.0.0.1:81 { return-trace-id X-T to strangers }",
            .extraValue
        ),
        .listen("a status that is none", "route /* respond 99", .badStatus),
        .listen("a redirect that is none", "route /* redirect 200 https", .badStatus),
        .listen("a redirect to nowhere", "route /* redirect example.com", .badURL),
        .listen("a text for a silent status", "route /* respond 204 \"nothing\"", .badStatus),
        .listen("an answer twice over", "redirect https\n    respond 404", .conflictingActions),
        .listen("a host with a port", "host shop.example.com:8080 { respond 404 }", .badHost),
        .listen("a host without a name", "host { respond 404 }", .missingValue),
        .listen("a host twice in a line", "host a.example a.example { respond 404 }", .duplicateHost),
        .listen("a limit that comes too late", "route /* to 127.0.0.1:81 { limits { head 1KiB } }", .limitTooLate),
        .listen("a grace of one listener", "limits { grace 1s }\n    respond 404", .limitTooLate),
    ]

    /// Values that are right, and do not fit together.
    static let fits: [Fault] = [
        .listen(
            "a route behind a wider one",
            "route /* to 127.0.0.1:81\n    route /checkout/* to 127.0.0.1:82",
            .unreachableRoute
        ),
        .listen(
            "a host in two blocks",
            "host a.example { respond 404 }\n    host a.example { respond 404 }",
            .duplicateHost
        ),
        Fault("a listener twice", "listen :80 { respond 404 }\nlisten *:80 { respond 404 }", .duplicateListener),
        Fault(
            "a listener on the admin's address",
            "admin 127.0.0.1:80\nlisten 127.0.0.1:80 { respond 404 }",
            .duplicateListener
        ),
        .listen("a listener without routes", "sample 1%", .noRoutes),
        .listen("a host without routes", "host a.example { sample 1% }", .noRoutes),
        .listen("tls without a certificate", "tls { min-version 1.3 }\n    respond 404", .missingCertificate),
        .listen(
            "a certificate that cannot be read",
            "tls { cert a.pem a.key }\n    respond 404",
            .unreadableCertificate,
            .unreadableCertificate
        ),
        Fault(
            "two certificates for one name",
            "listen :443 {\n    tls {\n        cert a.example a.pem a.pem\n        cert a.example a.pem a.pem\n    }\n    respond 404\n}",
            files: ["a.pem": ""],
            .duplicateCertificate
        ),
        Fault(
            "a host without a certificate",
            "listen :443 {\n    tls { cert *.b.example a.pem a.pem }\n    host a.example { respond 404 }\n}",
            files: ["a.pem": ""],
            .missingCertificate
        ),
        Fault(
            "versions upside down",
            "listen :443 {\n    tls { min-version 1.3; max-version 1.2; cert a.pem a.pem }\n    respond 404\n}",
            files: ["a.pem": ""],
            .versionOrder
        ),
        Fault(
            "a cipher list with colons",
            "listen :443 {\n    tls { ciphers A:B; cert a.pem a.pem }\n    respond 404\n}",
            files: ["a.pem": ""],
            .badName
        ),
        Fault(
            "a redirect to itself",
            "listen :443 {\n    tls { cert a.pem a.pem }\n    redirect https\n}",
            files: ["a.pem": ""],
            .redirectLoop
        ),
        .listen(
            "a host for all beside routes for all",
            "host * { route /a respond 404 }\n    route /b respond 404",
            .duplicateHost
        ),
        .listen("a name that nothing binds", "route /* to /svc/web", .unboundName),
        .file("a first byte after the end", "service /svc/* { timeout 5s; first-byte 6s }", .timeoutOrder),
        .file("a first byte after another block's end", "service * { first-byte 20s }", .timeoutOrder),
        .file("a connection that outlives every answer", "cluster * { connect-timeout 40s }", .timeoutOrder),
    ]
}
