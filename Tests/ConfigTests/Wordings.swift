// How does every finding read?

/// What `DiagnosticPrinter` prints for every `Fault`.
struct Wordings {
    // swift-format-ignore
    static let golden = #"""
        == a control character
        gateway.conf:1:8: error: a control character (code 1)
            workers�2
                   ^
          hint: Delete it; only spaces, tabs and line ends separate words.
        == a quote that does not end
        gateway.conf:1:12: error: this quoted value does not end on its line
            access-log "text
                       ^^^^^
          hint: Close it with "; write \n for a line break in it.
        == a quote inside a word
        gateway.conf:1:14: error: a quote inside a word
            access-log te"xt
                         ^
          hint: Put the whole value in quotes, and \" for a quote in it.
        == text behind a quote
        gateway.conf:1:18: error: text right behind a closing quote
            access-log "text"x
                             ^
          hint: Put a space between them.
        == an unknown escape
        gateway.conf:1:19: error: unknown escape in a quoted value
            access-log text "a\qb"
                              ^^
          hint: Known are \" \\ \n \t \$.
        == a word in quotes
        gateway.conf:1:1: error: a directive's word is written without quotes
            "workers" 2
            ^^^^^^^^^
        == a variable without its end
        gateway.conf:1:9: error: this variable has no closing brace
            workers ${N
                    ^^^
          hint: Write ${NAME} or ${NAME:default}.
        == a variable that is not set
        gateway.conf:1:9: error: the environment has no variable "HEADGATE_WORKERS"
            workers ${HEADGATE_WORKERS}
                    ^^^^^^^^^^^^^^^^^^^
          hint: Set it, or give a default: ${HEADGATE_WORKERS:value}.
        == a block that never ends
        gateway.conf:1:14: error: this block is never closed
            listen :8080 {
                         ^
          hint: Add a "}" where it ends.
        == a brace too many
        gateway.conf:1:1: error: this brace closes nothing
            }
            ^
          hint: Delete it, or look for a missing "{" above.
        == a block without a word
        gateway.conf:1:1: error: a block without a word before it
            { workers 2 }
            ^
          hint: Write what it is: listen :443 { … }
        == blocks without end
        gateway.conf:1:9: error: "trace" does not belong in a trace block
            trace { trace { trace { trace { trace { trace { trace { trace { trace { trace { trace { trace { trace { trace { trace { trace { trace { trace { } } } } } } } } } } } } } } } } } }
                    ^^^^^
          hint: It belongs in the file itself.
        gateway.conf:1:135: error: blocks are nested more than 16 deep
            ace { trace { trace { trace { trace { trace { trace { trace { trace { trace { trace { trace { trace { trace { } } } } } } } } } } } } } } } } } }
                                                                                                                ^
        == a file that is included twice over
        b.conf:1:9: error: this include goes in a circle
            include a.conf
                    ^^^^^^
          hint: a.conf includes b.conf includes a.conf.
        == an include that finds nothing
        gateway.conf:1:9: warning: no file is named routes/*.conf
            include routes/*.conf
                    ^^^^^^^^^^^^^
        == an include of a file that is not there
        gateway.conf:1:9: error: extra.conf cannot be read: there is no such file
            include extra.conf
                    ^^^^^^^^^^
        == a wildcard in a directory
        gateway.conf:1:9: error: wildcards stand in the file's name only
            include */a.conf
                    ^^^^^^^^
          hint: Include each directory by itself.
        == an include without a file
        gateway.conf:1:1: error: "include" names one file
            include
            ^^^^^^^
          hint: It is written: include routes/*.conf
        == a mistyped word
        gateway.conf:2:5: error: unknown directive "reotue", did you mean "route"?
            reotue /* to 127.0.0.1:8081
            ^^^^^^
        == a word that is like no other
        gateway.conf:1:1: error: unknown directive "frobnicate"
            frobnicate on
            ^^^^^^^^^^
          hint: In the file itself stand workers, admin, trace, overrides, dtab, listen, service, cluster, limits, access-log, log, include.
        == a word in the wrong block
        gateway.conf:1:1: error: "cert" does not belong in the file itself
            cert a.pem a.key
            ^^^^
          hint: It belongs in the tls block of a listen or the tls block of a cluster.
        == a word of a later release
        gateway.conf:1:9: error: "otlp" is not supported yet
            trace { otlp http://127.0.0.1:4318 }
                    ^^^^
          hint: Sends spans as OTLP. A later release brings it.
        == a namer
        gateway.conf:1:1: error: "namer" is not supported yet
            namer dns { }
            ^^^^^
          hint: Finds the servers of a name in files, DNS, Consul, Kubernetes or etcd. A later release brings it.
        == a namer in the dtab
        gateway.conf:1:8: error: "/#/io.l5d.fs" is not supported yet
            dtab { /svc => /#/io.l5d.fs }
                   ^
          hint: A later release brings namers. Today names end at addresses: /$/inet/127.0.0.1/8081
        == trust by a token
        gateway.conf:1:19: error: "token-file" is not supported yet
            overrides { trust token-file /etc/key }
                              ^^^^^^^^^^
          hint: Trust by something else than the address. A later release brings it.
        == a balancer
        gateway.conf:1:13: error: "balance" is not supported yet
            cluster * { balance ewma }
                        ^^^^^^^
          hint: How one of several servers is chosen. A later release brings it.
        == a promise of traces
        gateway.conf:2:34: error: "at-least" is not supported yet
            route /* to 127.0.0.1:8081 { at-least 1/s }
                                         ^^^^^^^^
          hint: Promises some traces a second to rare routes. A later release brings it.
        == a rewrite
        gateway.conf:2:32: error: "rewrite" is not supported yet
            route /* to 127.0.0.1:8081 rewrite /x
                                       ^^^^^^^
          hint: Changes the path or the host. A later release brings it.
        == a word twice
        gateway.conf:2:1: error: "workers" is written twice
            workers 2
            ^^^^^^^
          hint: It already stands in line 1; keep one of them.
        == a block where none may be
        gateway.conf:1:11: error: "workers" has no block
            workers 1 { }
                      ^
          hint: It is written: workers auto | NUMBER
        == a block that is missing
        gateway.conf:1:10: error: "overrides" lacks its block
            overrides
                     ^
          hint: It is written: overrides { trust 10.0.0.0/8 }
        == no listener
        gateway.conf:1:1: error: the gateway listens nowhere
            workers 1
            ^
          hint: Add one: listen :8080 { route /* to 127.0.0.1:8081 }
        == no value
        gateway.conf:1:8: error: "workers" lacks a value
            workers
                   ^
          hint: It is written: workers auto | NUMBER
        == too many values
        gateway.conf:1:11: error: "workers" has a value too many
            workers 1 2
                      ^
          hint: It is written: workers auto | NUMBER
        == not a number
        gateway.conf:1:9: error: "many" is not a whole number
            workers many
                    ^^^^
          hint: Write a number from 1 to 1024.
        == too many workers
        gateway.conf:1:9: error: 100000 is out of bounds
            workers 100000
                    ^^^^^^
          hint: It may be 1 to 1024.
        == a duration without its unit
        gateway.conf:1:26: error: duration "10" has no unit
            service /svc/* { timeout 10 }
                                     ^^
          hint: Write 10s for seconds or 10ms for milliseconds.
        == an unknown unit of time
        gateway.conf:1:26: error: "sec" is no unit of time
            service /svc/* { timeout 10sec }
                                     ^^^^^
          hint: Units are ms, s, m and h.
        == not a duration
        gateway.conf:1:26: error: "soon" is not a duration
            service /svc/* { timeout soon }
                                     ^^^^
          hint: Write 250ms, 10s, 5m or 1h.
        == a duration that is too long
        gateway.conf:1:26: error: 100h is out of bounds
            service /svc/* { timeout 100h }
                                     ^^^^
          hint: It may be 1ms to 24h, or off.
        == a size without its unit
        gateway.conf:1:15: error: size "4096" has no unit
            limits { head 4096 }
                          ^^^^
          hint: Write 4096B, or a number with KiB, MiB or GiB.
        == an unknown unit of size
        gateway.conf:1:15: error: "kb" is no unit of size
            limits { head 16kb }
                          ^^^^
          hint: Units are B, KiB, MiB and GiB: 16KiB.
        == not a size
        gateway.conf:1:15: error: "big" is not a size
            limits { head big }
                          ^^^
          hint: Write 512B, 32KiB, 16MiB or 1GiB.
        == a size that is too small
        gateway.conf:1:15: error: 8B is out of bounds
            limits { head 8B }
                          ^^
          hint: It may be 512B to 1MiB.
        == a speed without its time
        gateway.conf:1:20: error: "64B" is not a speed
            limits { body-rate 64B }
                               ^^^
          hint: Write it as 64B/s or 1KiB/s.
        == an intake without its time
        gateway.conf:1:33: error: "50" is not a number a second
            trace { archive memory { intake 50 } }
                                            ^^
          hint: Write it as 200/s.
        == a fraction without a unit
        gateway.conf:1:16: error: rate "0.1" has no unit
            trace { sample 0.1 }
                           ^^^
          hint: 0.1% is one request in a thousand; 10% is one in ten. Write one of them.
        == a whole without a unit
        gateway.conf:1:16: error: rate "1" has no unit
            trace { sample 1 }
                           ^
          hint: 1% is one request in a hundred; 100% is every one. Write one of them.
        == fifty without a unit
        gateway.conf:1:16: error: rate "50" has no unit
            trace { sample 50 }
                           ^^
          hint: 50% is 50 requests in a hundred. Write it with its unit.
        == more than everything
        gateway.conf:1:16: error: 101% is more than all requests
            trace { sample 101% }
                           ^^^^
          hint: 100% traces every request.
        == a rate in words
        gateway.conf:1:16: error: "often" is not a rate
            trace { sample often }
                           ^^^^^
          hint: Write 1%, 0.1%, 1/1000, 0 or 100%.
        == a rate per second
        gateway.conf:1:16: error: "5/s" is not a rate
            trace { sample 5/s }
                           ^^^
          hint: A number a second is what at-most takes.
        == a batch of nonsense
        gateway.conf:1:43: error: "and" has no meaning here
            trace { zipkin http://z:9411/ { batch 512 and 1s } }
                                                      ^^^
          hint: It is written: batch 512 or 500KiB or 1s
        == a mistyped choice
        gateway.conf:1:5: error: "inof" is not known here, did you mean "info"?
            log inof
                ^^^^
          hint: Write error, warning, notice, info, debug or trace.
        == an unknown format
        gateway.conf:1:22: error: "jaeger" is not known here
            trace { propagate b3 jaeger }
                                 ^^^^^^
          hint: Write b3, b3multi or w3c.
        == a format twice
        gateway.conf:1:22: error: "b3" is written twice
            trace { propagate b3 b3 }
                                 ^^
        == a redaction of what is unknown
        gateway.conf:1:16: error: "body" is not known here
            trace { redact body }
                           ^^^^
          hint: Write query or nothing.
        == a redaction without its except
        gateway.conf:1:22: error: "page" has no meaning here
            trace { redact query page }
                                 ^^^^
          hint: It is written: redact query except page sort
        == a service name with a space
        gateway.conf:1:17: error: "a b" cannot be a service name
            trace { service "a b" }
                            ^^^^^
          hint: Use 1 to 128 characters without spaces.
        == a path for no access log
        gateway.conf:1:16: error: an access log that is off has no path
            access-log off /tmp/log
                           ^^^^^^^^
        == a permission that is unknown
        gateway.conf:1:37: error: "sampel" is not known here, did you mean "sample"?
            overrides { trust 10.0.0.0/8; allow sampel }
                                                ^^^^^^
          hint: Write sample, parent or dtab.
        == a permission for nobody
        gateway.conf:1:13: warning: nobody is trusted, so nobody is allowed
            overrides { allow sample }
                        ^^^^^
          hint: Add a line: trust 10.0.0.0/8
        == a range with too long a prefix
        gateway.conf:1:19: error: "10.0.0.0/33" is not a range of addresses
            overrides { trust 10.0.0.0/33 }
                              ^^^^^^^^^^^
          hint: Write a network such as 10.0.0.0/8 or fd00::/8, or one address.
        == trust in everybody
        gateway.conf:2:11: warning: trust 0.0.0.0/0 lets anyone force tracing and reroute requests
            trust 0.0.0.0/0 ::/0
                  ^^^^^^^^^
          hint: Name the networks of your own clients.
        gateway.conf:2:21: warning: trust ::/0 lets anyone force tracing and reroute requests
            trust 0.0.0.0/0 ::/0
                            ^^^^
          hint: Name the networks of your own clients.
        == a dtab entry without its arrow
        gateway.conf:2:10: error: '=' expected but '/' found in the dtab
            /svc /x
                 ^
          hint: An entry is written: /svc/web => /$/inet/127.0.0.1/8081
        == a dtab entry without its end
        gateway.conf:1:21: error: simple expected but end of input found in the dtab
            dtab { /svc => /a | }
                                ^
          hint: An entry is written: /svc/web => /$/inet/127.0.0.1/8081
        == a dtab with a name
        gateway.conf:1:6: error: a dtab block has no name
            dtab main { /svc => /$/nil }
                 ^^^^
          hint: It is written: dtab { … }
        == a pattern that covers nothing
        gateway.conf:1:9: error: "svc" covers no names
            service svc { retries 2 }
                    ^^^
          hint: Write * for all, or a path such as /svc/*.
        == a cluster that is no address
        gateway.conf:1:16: error: "cluster" has a value too many
            cluster /svc/* /x { pool 1 }
                           ^^
          hint: It is written: cluster PATTERN { … }
        == a CA that cannot be read
        gateway.conf:1:22: error: missing.pem cannot be read: there is no such file
            cluster * { tls { ca missing.pem } }
                                 ^^^^^^^^^^^
          hint: Check the path and who may read it; relative paths begin at the configuration file.
        == a server name with a port
        gateway.conf:1:31: error: "a:1" is not a server name
            cluster * { tls { server-name a:1 } }
                                          ^^^
          hint: Write the name that stands in the certificate.
        == an admin address that is open
        gateway.conf:1:7: warning: the admin listener can be reached from outside
            admin 0.0.0.0:9990
                  ^^^^^^^^^^^^
          hint: It shows routes, traces and configuration; bind it to 127.0.0.1 unless the network is guarded.
        == an address without a port
        gateway.conf:1:8: error: "127.0.0.1" has no port
            listen 127.0.0.1 { respond 404 }
                   ^^^^^^^^^
          hint: Add one: 127.0.0.1:8080
        == a port that is none
        gateway.conf:1:8: error: "99999" is not a port
            listen :99999 { respond 404 }
                   ^^^^^^
          hint: A port is a number from 1 to 65535.
        == a name to listen on
        gateway.conf:1:8: error: a listener has an address, not a name like "gateway.internal"
            listen gateway.internal:80 { respond 404 }
                   ^^^^^^^^^^^^^^^^^^^
          hint: Write an address of this machine, or :80 for all of them.
        == an IPv6 address without brackets
        gateway.conf:1:8: error: "::1:8080" is not an address
            listen ::1:8080 { respond 404 }
                   ^^^^^^^^
          hint: An IPv6 address with a port stands in brackets: [::1]:8080
        == an address with four dots
        gateway.conf:1:8: error: "1.2.3.4.5:80" is not an address
            listen 1.2.3.4.5:80 { respond 404 }
                   ^^^^^^^^^^^^
          hint: Write it like 127.0.0.1:8080.
        == a socket without a path
        gateway.conf:1:8: error: "unix:sock" names no socket
            listen unix:sock { respond 404 }
                   ^^^^^^^^^
          hint: Write an absolute path of at most 107 bytes: unix:/run/headgate.sock
        == a destination without a port
        gateway.conf:2:17: error: "hello" has no port
            route /* to hello
                        ^^^^^
          hint: Add one: hello:8080
        == a destination without a host
        gateway.conf:2:17: error: ":8081" has no host
            route /* to :8081
                        ^^^^^
          hint: Write 127.0.0.1:8081 for this machine.
        == a destination with a path
        gateway.conf:2:17: error: an address has no path
            route /* to http://127.0.0.1:8081/api
                        ^^^^^^^^^^^^^^^^^^^^^^^^^
          hint: Requests keep their own path; write http://127.0.0.1:8081
        == a collector without a scheme
        gateway.conf:1:16: error: "zipkin:9411" does not begin with http:// or https://
            trace { zipkin zipkin:9411 }
                           ^^^^^^^^^^^
          hint: Write it whole: http://127.0.0.1:9411/api/v2/spans
        == a collector without a host
        gateway.conf:1:16: error: "http:///api" is not a URL that can be sent to
            trace { zipkin http:///api }
                           ^^^^^^^^^^^
          hint: Write it whole: http://127.0.0.1:9411/api/v2/spans
        == another name for a collector
        gateway.conf:1:40: warning: a collector is verified by its URL's host
            trace { zipkin https://z:9411/ { tls { server-name a } } }
                                                   ^^^^^^^^^^^
          hint: Write the name of its certificate into the URL: zipkin https://z/…
        == tls for a plain collector
        gateway.conf:1:33: warning: tls has no meaning for a collector at http://
            trace { zipkin http://z:9411/ { tls { verify off } } }
                                            ^^^
        == a route without a path
        gateway.conf:2:10: error: this route has no path
            route to 127.0.0.1:8081
                 ^
          hint: It is written: route /checkout/* to /svc/checkout
        == a route without a destination
        gateway.conf:2:5: error: this route leads nowhere
            route /x
            ^^^^^
          hint: Add to, redirect or respond: route /checkout/* to /svc/checkout
        == a route to nothing
        gateway.conf:2:16: error: "to" leads nowhere
            route /x to
                       ^
          hint: Write a name such as /svc/web, or an address such as 127.0.0.1:8081.
        == a route with two ends
        gateway.conf:2:32: error: a route has either "to" or "respond"
            route /x to 127.0.0.1:8081 respond 404
                                       ^^^^^^^
        == a mistyped setting
        gateway.conf:2:32: error: "smaple" is neither a name nor an address, did you mean "sample"?
            route /x to 127.0.0.1:8081 smaple 1%
                                       ^^^^^^
        == a mistyped action
        gateway.conf:2:14: error: unknown setting "redirct", did you mean "redirect"?
            route /x redirct https
                     ^^^^^^^
        == two paths
        gateway.conf:2:14: error: "/y" has no meaning behind a path
            route /x /y to 127.0.0.1:8081
                     ^^
          hint: Write "to" before a destination; a second path is a second route.
        == a path without its slash
        gateway.conf:2:11: error: a path begins with /
            route x/* to 127.0.0.1:8081
                  ^^^
          hint: Write /x/*
        == a wildcard inside a path
        gateway.conf:2:11: error: a wildcard stands only as the whole last segment of a path
            route /a*b to 127.0.0.1:8081
                  ^^^^
          hint: Write /a/*
        == a regular expression
        gateway.conf:2:11: error: regular expressions are not supported yet
            route ~ to 127.0.0.1:8081
                  ^
        == a name and an address
        gateway.conf:2:32: error: a route leads to a name or to addresses, not to both
            route /* to 127.0.0.1:8081 /svc/x
                                       ^^^^^^
          hint: Write addresses only, or one name and bind it in the dtab.
        == two names
        gateway.conf:2:24: error: a route leads to one name
            route /* to /svc/a /svc/b
                               ^^^^^^
          hint: Let the dtab spread it: /svc/web => 95 * /svc/a & 5 * /svc/b
        == two schemes
        gateway.conf:2:30: error: one route mixes http and https
            route /* to 127.0.0.1:81 https://127.0.0.1:82
                                     ^^^^^^^^^^^^^^^^^^^^
          hint: Write https:// before each of them, or before none.
        == an address twice
        gateway.conf:2:30: error: "127.0.0.1:81" is written twice
            route /* to 127.0.0.1:81 127.0.0.1:81
                                     ^^^^^^^^^^^^
        == a name with odd characters
        gateway.conf:2:23: error: "/svc/a@b" is not a name
            route /* to /svc/a@b
                              ^
          hint: A name has segments of letters, digits and _ : . # $ % - behind slashes: /svc/web
        == a method that is none
        gateway.conf:2:43: error: "G(T" is not a token
            route /* to 127.0.0.1:81 match method G(T
                                                  ^^^
        == a matcher that is unknown
        gateway.conf:2:36: error: unknown matcher "cookie"; there are method, header and query
            route /* to 127.0.0.1:81 match cookie a
                                           ^^^^^^
        == a match without anything
        gateway.conf:2:37: error: "match" lacks what to match
            route /* to 127.0.0.1:81 { match }
                                            ^
          hint: It is written: match header X-Beta yes
        == a header that cannot be
        gateway.conf:2:46: error: "X:Y" cannot be a header's name
            route /* to 127.0.0.1:81 return-trace-id X:Y
                                                     ^^^
        == a trace id for strangers
        gateway.conf:2:52: error: "to" has no meaning here
            route /* to 127.0.0.1:81 { return-trace-id X-T to strangers }
                                                           ^^
          hint: It is written: return-trace-id X-Trace-Id to trusted
        == a status that is none
        gateway.conf:2:22: error: "99" is not the status of an answer
            route /* respond 99
                             ^^
          hint: Write a number from 200 to 599.
        == a redirect that is none
        gateway.conf:2:23: error: "200" is not the status of a redirect
            route /* redirect 200 https
                              ^^^
          hint: Write 301, 302, 303, 307 or 308.
        == a redirect to nowhere
        gateway.conf:2:23: error: "example.com" is no place to redirect to
            route /* redirect example.com
                              ^^^^^^^^^^^
          hint: Write https for the same address with TLS, or a whole URL, or a path.
        == a text for a silent status
        gateway.conf:2:26: error: an answer with status 204 has no text
            route /* respond 204 "nothing"
                                 ^^^^^^^^^
        == an answer twice over
        gateway.conf:3:5: error: "redirect" and "respond" exclude each other
            respond 404
            ^^^^^^^
        == a host with a port
        gateway.conf:2:10: error: a host is written without its port
            host shop.example.com:8080 { respond 404 }
                 ^^^^^^^^^^^^^^^^^^^^^
          hint: Write shop.example.com
        == a host without a name
        gateway.conf:2:9: error: this host block has no name
            host { respond 404 }
                ^
          hint: It is written: host shop.example.com { … }
        == a host twice in a line
        gateway.conf:2:20: error: host "a.example" is written twice
            host a.example a.example { respond 404 }
                           ^^^^^^^^^
        == a limit that comes too late
        gateway.conf:2:41: error: limit "head" cannot differ in a route block
            route /* to 127.0.0.1:81 { limits { head 1KiB } }
                                                ^^^^
          hint: It acts before the route is known; write it in the limits of the listen block or of the file.
        == a grace of one listener
        gateway.conf:2:14: error: limit "grace" cannot differ in a listen block
            limits { grace 1s }
                     ^^^^^
          hint: It holds for the whole gateway; write it in the file's own limits block.
        == a route behind a wider one
        gateway.conf:3:5: error: route "/checkout/*" is never reached: line 2 "/*" matches first
            route /checkout/* to 127.0.0.1:82
            ^^^^^
        == a host in two blocks
        gateway.conf:3:5: error: host "a.example" already stands in line 2
            host a.example { respond 404 }
            ^^^^
          hint: Put the routes into one block.
        == a listener twice
        gateway.conf:2:1: error: :80 already has a listener in line 1
            listen *:80 { respond 404 }
            ^^^^^^
          hint: Put both blocks' hosts into one.
        == a listener on the admin's address
        gateway.conf:2:1: error: 127.0.0.1:80 is the admin listener's address
            listen 127.0.0.1:80 { respond 404 }
            ^^^^^^
          hint: Give one of them another port.
        == a listener without routes
        gateway.conf:1:1: error: this listener has no routes
            listen :8080 {
            ^^^^^^
          hint: Add a route: route /* to 127.0.0.1:8081
        == a host without routes
        gateway.conf:2:5: error: this host has no routes
            host a.example { sample 1% }
            ^^^^
          hint: Add a route: route /* to 127.0.0.1:8081
        == tls without a certificate
        gateway.conf:2:5: error: this tls block has no certificate
            tls { min-version 1.3 }
            ^^^
          hint: Add a line: cert CERTFILE KEYFILE
        == a certificate that cannot be read
        gateway.conf:2:16: error: a.pem cannot be read: there is no such file
            tls { cert a.pem a.key }
                       ^^^^^
          hint: The last two values are the files of the certificate and of its key; relative paths begin at the configuration file.
        gateway.conf:2:22: error: a.key cannot be read: there is no such file
            tls { cert a.pem a.key }
                             ^^^^^
          hint: The last two values are the files of the certificate and of its key; relative paths begin at the configuration file.
        == two certificates for one name
        gateway.conf:4:9: error: "a.example" already has a certificate in line 3
            cert a.example a.pem a.pem
            ^^^^
          hint: A name may have several certificates only when their keys differ in type, such as RSA and EC.
        == a host without a certificate
        gateway.conf:3:5: warning: no certificate is for "a.example"
            host a.example { respond 404 }
            ^^^^
          hint: Add a cert line for it, or * to the one that is meant.
        == versions upside down
        gateway.conf:2:40: error: max-version 1.2 is below min-version 1.3
            tls { min-version 1.3; max-version 1.2; cert a.pem a.pem }
                                               ^^^
        == a cipher list with colons
        gateway.conf:2:19: error: "A:B" is not the name of one of the ciphers
            tls { ciphers A:B; cert a.pem a.pem }
                          ^^^
          hint: Write names with spaces between them: ciphers TLS_AES_128_GCM_SHA256
        == a redirect to itself
        gateway.conf:3:5: error: this redirect leads back to itself
            redirect https
            ^^^^^^^^
          hint: Put it into the listener without TLS.
        == a host for all beside routes for all
        gateway.conf:3:5: error: host "*" already stands in line 2
            route /b respond 404
            ^^^^
          hint: Put the routes into one block.
        == a name that nothing binds
        gateway.conf:2:5: error: /svc/web is bound to nothing: no dtab entry leads to an address
            route /* to /svc/web
            ^^^^^
          hint: Bind it: dtab { /svc/web => /$/inet/127.0.0.1/8081 }
        == a first byte after the end
        gateway.conf:1:41: error: first-byte 6s is longer than timeout 5s
            service /svc/* { timeout 5s; first-byte 6s }
                                                    ^^
          hint: The timeout covers the whole answer; make it the longest.
        == a first byte after another block's end
        gateway.conf:1:1: error: first-byte 20s is longer than timeout 15s
            service * { first-byte 20s }
            ^^^^^^^
          hint: The timeout covers the whole answer; make it the longest.
        == a connection that outlives every answer
        gateway.conf:1:1: error: connect-timeout 40s is longer than any first-byte time
            cluster * { connect-timeout 40s }
            ^^^^^^^
          hint: The longest is 10s, and connecting is the smaller part of an attempt.
        == HTTP/2 without TLS
        gateway.conf:2:15: error: h2 needs TLS, and this listener has no tls block
            protocols h2 http/1.1
                      ^^
          hint: Add a tls block, or write h2c for clients that begin with HTTP/2 by themselves.
        == HTTP/2 without TLS, with TLS
        gateway.conf:2:15: error: h2c is HTTP/2 without TLS, and this listener has TLS
            protocols h2c http/1.1
                      ^^^
          hint: Write h2, which is agreed on in the TLS handshake.
        == a protocol twice
        gateway.conf:2:27: error: "h2" is written twice
            protocols h2 http/1.1 h2
                                  ^^
        == HTTP/2 by another name
        gateway.conf:2:15: error: "http/2" is not known here, did you mean "h2c"?
            protocols http/2
                      ^^^^^^
        == HTTP/3
        gateway.conf:2:15: error: "h3" is not known here
            protocols h3
                      ^^
          hint: Write http/1.1 or h2c.
        == no protocol
        gateway.conf:2:14: error: "protocols" lacks a value
            protocols
                     ^
          hint: It is written: protocols h2 | h2c | http/1.1 …
        == HTTP/2 without TLS to a cluster
        gateway.conf:1:22: error: "h2c" is a word of listeners and of addresses
            cluster * { protocol h2c }
                                 ^^^
          hint: Write h2: without a tls block it is spoken at once, without asking.
        == an unknown form of a PROXY header
        gateway.conf:1:28: error: "v3" is not known here, did you mean "v1"?
            cluster * { proxy-protocol v3 }
                                       ^^
          hint: Write off, v1 or v2.
        == no streams
        gateway.conf:1:21: error: 0 is out of bounds
            cluster * { streams 0 }
                                ^
          hint: It may be 1 to 100000.
        == a ping without its unit
        gateway.conf:1:18: error: duration "30" has no unit
            cluster * { ping 30 }
                             ^^
          hint: Write 30s for seconds or 30ms for milliseconds.
        == h2c with a tls block
        gateway.conf:2:26: error: h2c://127.0.0.1:81 is spoken to without TLS, and the cluster block in line 1 has a tls block
            listen :80 { route /* to h2c://127.0.0.1:81 }
                                     ^^^^^^^^^^^^^^^^^^
          hint: Write https://127.0.0.1:81, or take the tls block away.
        == h2c to what speaks HTTP/1.1
        gateway.conf:2:26: error: h2c://127.0.0.1:81 speaks HTTP/2, and the cluster block in line 1 says protocol http/1.1
            listen :80 { route /* to h2c://127.0.0.1:81 h2c://127.0.0.1:82 }
                                     ^^^^^^^^^^^^^^^^^^
          hint: Keep one of them.
        gateway.conf:2:45: error: h2c://127.0.0.1:82 speaks HTTP/2, and the cluster block in line 1 says protocol http/1.1
            listen :80 { route /* to h2c://127.0.0.1:81 h2c://127.0.0.1:82 }
                                                        ^^^^^^^^^^^^^^^^^^
          hint: Keep one of them.
        == h2c beside TLS
        gateway.conf:2:36: error: one route mixes h2c and https
            route /* to h2c://127.0.0.1:81 https://127.0.0.1:82
                                           ^^^^^^^^^^^^^^^^^^^^
          hint: Write https:// before each of them, or before none.
        == h2c with a path
        gateway.conf:2:17: error: an address has no path
            route /* to h2c://127.0.0.1:81/api
                        ^^^^^^^^^^^^^^^^^^^^^^
          hint: Requests keep their own path; write h2c://127.0.0.1:81
        == WebSocket where nobody is asked
        gateway.conf:2:36: warning: a route that is answered here upgrades nothing
            route /x respond 404 websocket on
                                           ^^
          hint: Delete it, or lead the route to a server with to.
        == half a WebSocket
        gateway.conf:2:15: error: "maybe" is not known here
            websocket maybe
                      ^^^^^
          hint: Write on or off.
        == a window that is too small
        gateway.conf:1:17: error: 16KiB is out of bounds
            limits { window 16KiB }
                            ^^^^^
          hint: It may be 64KiB to 16MiB.
        == a window that is too large
        gateway.conf:1:17: error: 32MiB is out of bounds
            limits { window 32MiB }
                            ^^^^^
          hint: It may be 64KiB to 16MiB.
        == a window of one route
        gateway.conf:2:37: error: limit "window" cannot differ in a route block
            route /x respond 404 { limits { window 1MiB } }
                                            ^^^^^^
          hint: It acts before the route is known; write it in the limits of the listen block or of the file.
        == no end of misbehaviour
        gateway.conf:1:23: error: "misbehaviour" cannot be off
            limits { misbehaviour off }
                                  ^^^
          hint: Clients could make work without end; the most is misbehaviour 1000000.
        == misbehaviour without a measure
        gateway.conf:1:22: error: "misbehaviour" lacks a value
            limits { misbehaviour }
                                 ^
          hint: It is written: misbehaviour [POINTS] [{ … }]
        == too much misbehaviour
        gateway.conf:1:23: error: 1000001 is out of bounds
            limits { misbehaviour 1000001 }
                                  ^^^^^^^
          hint: It may be 0 to 1000000.
        == a refill without its time
        gateway.conf:1:36: error: "50" is not a number a second
            limits { misbehaviour 500 { refill 50 } }
                                               ^^
          hint: Write it as 200/s.
        == an unknown misbehaviour
        gateway.conf:1:29: error: unknown directive "resets", did you mean "reset"?
            limits { misbehaviour 500 { resets 5 } }
                                        ^^^^^^
        == a cost in the wrong block
        gateway.conf:1:10: error: "reset" does not belong in a limits block
            limits { reset 5 }
                     ^^^^^
          hint: It belongs in a misbehaviour block.
        == a tunnel that is never cut
        gateway.conf:1:25: error: "off" is not a duration
            service * { tunnel-idle off }
                                    ^^^
          hint: Write 250ms, 10s, 5m or 1h.
        == a first byte that is never late
        gateway.conf:1:24: error: "off" is not a duration
            service * { first-byte off }
                                   ^^^
          hint: Write 250ms, 10s, 5m or 1h.
        == a PROXY header from anybody
        gateway.conf:2:20: error: PROXY headers are believed only from trusted addresses, and there are none
            proxy-protocol on
                           ^^
          hint: Name the load balancers in front: overrides { trust 10.0.0.0/8 }
        == a PROXY header from an identity
        gateway.conf:1:19: warning: no listener asks clients for certificates
            overrides { trust identity a }
                              ^^^^^^^^
          hint: Add client-ca FILE to the tls block of a listener.
        gateway.conf:3:20: error: PROXY headers are believed only from trusted addresses, and there are none
            proxy-protocol on
                           ^^
          hint: Name the load balancers in front: overrides { trust 10.0.0.0/8 }
        == a PROXY header of a version
        gateway.conf:2:20: error: "v2" is not known here, did you mean "on"?
            proxy-protocol v2
                           ^^
          hint: Write on or off.
        == identities that nobody shows
        gateway.conf:1:19: warning: no listener asks clients for certificates
            overrides { trust identity spiffe://a/* }
                              ^^^^^^^^
          hint: Add client-ca FILE to the tls block of a listener.
        == a star inside an identity
        gateway.conf:1:19: warning: no listener asks clients for certificates
            overrides { trust identity *.a.example }
                              ^^^^^^^^
          hint: Add client-ca FILE to the tls block of a listener.
        gateway.conf:1:28: error: a * stands at the end of an identity
            overrides { trust identity *.a.example }
                                       ^^^^^^^^^^^
          hint: Write a whole identity, or its beginning: trust identity spiffe://cluster.local/ns/web/*
        == trust without an identity
        gateway.conf:1:19: warning: no listener asks clients for certificates
            overrides { trust identity }
                              ^^^^^^^^
          hint: Add client-ca FILE to the tls block of a listener.
        gateway.conf:1:27: error: "trust" lacks a value
            overrides { trust identity }
                                      ^
          hint: It is written: trust RANGE… | identity NAME…
        == trust in a certificate
        gateway.conf:1:19: error: "certificate" is not known here, did you mean "identity"?
            overrides { trust certificate a.example }
                              ^^^^^^^^^^^
        == authorities that cannot be read
        gateway.conf:4:19: error: missing.pem cannot be read: there is no such file
            client-ca missing.pem
                      ^^^^^^^^^^^
          hint: Check the path and who may read it; relative paths begin at the configuration file.
        == authorities that are none
        gateway.conf:4:19: error: text.pem holds no certificate in PEM
            client-ca text.pem
                      ^^^^^^^^
          hint: PEM begins with -----BEGIN CERTIFICATE-----; "openssl x509 -inform der" makes it of DER.
        == certificates if need be
        gateway.conf:4:26: error: "maybe" is not known here
            client-ca ca.pem maybe
                             ^^^^^
          hint: Write require or optional.
        == certificates of nobody
        gateway.conf:4:29: error: no client is asked for the certificate that this would pass on
            forward-client-cert on
                                ^^
          hint: Add a line: client-ca FILE
        == a ticket key that cannot be read
        gateway.conf:4:21: error: missing.key cannot be read: there is no such file
            ticket-keys missing.key
                        ^^^^^^^^^^^
          hint: Check the path and who may read it; relative paths begin at the configuration file.
        == a ticket key of another size
        gateway.conf:4:32: error: text.pem has 4 bytes, and a ticket key has 80
            ticket-keys ticket.key text.pem
                                   ^^^^^^^^
          hint: Make one: openssl rand 80 > FILE
        == a ticket key twice
        gateway.conf:4:32: error: "ticket.key" is written twice
            ticket-keys ticket.key ticket.key
                                   ^^^^^^^^^^
        == a stapled answer that cannot be read
        gateway.conf:4:43: error: b.ocsp cannot be read: there is no such file
            cert b.example a.pem a.pem { ocsp b.ocsp }
                                              ^^^^^^
          hint: Check the path and who may read it; relative paths begin at the configuration file.
        == a stapled answer that is text
        gateway.conf:4:43: error: text.pem is no OCSP answer in DER
            cert b.example a.pem a.pem { ocsp text.pem }
                                              ^^^^^^^^
          hint: It is what "openssl ocsp -respout FILE" writes.
        == a certificate with a block of nothing known
        gateway.conf:4:30: error: unknown directive "staple"
            cert b a.pem a.pem { staple x }
                                 ^^^^^^
          hint: In the block of a listener's cert stands ocsp.
        == a certificate for servers without its key
        gateway.conf:1:29: error: "cert" lacks a value
            cluster * { tls { cert a.pem } }
                                        ^
          hint: It is written: cert CERTFILE KEYFILE
        == a certificate for servers that cannot be read
        gateway.conf:1:24: error: a.pem cannot be read: there is no such file
            cluster * { tls { cert a.pem a.key } }
                                   ^^^^^
          hint: The last two values are the files of the certificate and of its key; relative paths begin at the configuration file.
        gateway.conf:1:30: error: a.key cannot be read: there is no such file
            cluster * { tls { cert a.pem a.key } }
                                         ^^^^^
          hint: The last two values are the files of the certificate and of its key; relative paths begin at the configuration file.
        == a scheme of HTTP/2
        gateway.conf:2:17: error: "h2://" is no scheme of an address, did you mean "h2c://a:1"?
            route /* to h2://a:1
                        ^^^^^^^^
          hint: Write nothing or http:// for HTTP/1.1, h2c:// for HTTP/2 without TLS, https:// for either with TLS.
        == a scheme of gRPC
        gateway.conf:2:17: error: "grpc://" is no scheme of an address, did you mean "h2c://a:1"?
            route /* to grpc://a:1
                        ^^^^^^^^^^
          hint: Write nothing or http:// for HTTP/1.1, h2c:// for HTTP/2 without TLS, https:// for either with TLS.
        == a scheme of gRPC with TLS
        gateway.conf:2:17: error: "grpcs://" is no scheme of an address, did you mean "https://a:1"?
            route /* to grpcs://a:1
                        ^^^^^^^^^^^
          hint: Write nothing or http:// for HTTP/1.1, h2c:// for HTTP/2 without TLS, https:// for either with TLS.
        == a scheme of WebSocket
        gateway.conf:2:17: error: "ws://" is no scheme of an address, did you mean "http://a:1"?
            route /* to ws://a:1
                        ^^^^^^^^
          hint: Write nothing or http:// for HTTP/1.1, h2c:// for HTTP/2 without TLS, https:// for either with TLS.
        == a mistyped scheme
        gateway.conf:2:17: error: "htps://" is no scheme of an address, did you mean "https://a:1"?
            route /* to htps://a:1
                        ^^^^^^^^^^
          hint: Write nothing or http:// for HTTP/1.1, h2c:// for HTTP/2 without TLS, https:// for either with TLS.
        == a scheme in capitals
        gateway.conf:2:17: error: "H2C://" is no scheme of an address, did you mean "h2c://a:1"?
            route /* to H2C://a:1
                        ^^^^^^^^^
          hint: Write nothing or http:// for HTTP/1.1, h2c:// for HTTP/2 without TLS, https:// for either with TLS.
        == a scheme of something else
        gateway.conf:2:17: error: "fcgi://" is no scheme of an address
            route /* to fcgi://a:1
                        ^^^^^^^^^^
          hint: Write nothing or http:// for HTTP/1.1, h2c:// for HTTP/2 without TLS, https:// for either with TLS.
        == a scheme without its slashes
        gateway.conf:2:17: error: "h2c" lacks its //, did you mean "h2c://a:1"?
            route /* to h2c:a:1
                        ^^^^^^^
          hint: Write nothing or http:// for HTTP/1.1, h2c:// for HTTP/2 without TLS, https:// for either with TLS.
        == a protocol behind an address
        gateway.conf:2:21: error: "proto" is neither an address nor a setting of a route
            route /* to a:1 proto h2
                            ^^^^^
          hint: For clients write protocols h2 http/1.1 in the listen block; for servers h2c:// before the address, or https://.
        == TLS behind an address
        gateway.conf:2:21: error: "ssl" is neither an address nor a setting of a route
            route /* to a:1 ssl
                            ^^^
          hint: Write a tls block in the listen block for clients, https:// before the address for servers.
        == a PROXY header behind an address
        gateway.conf:2:21: error: "send-proxy-v2" is neither an address nor a setting of a route
            route /* to a:1 send-proxy-v2
                            ^^^^^^^^^^^^^
          hint: Write cluster * { proxy-protocol v2 }
        == a weight behind an address
        gateway.conf:2:21: error: "weight" is neither an address nor a setting of a route
            route /* to a:1 weight 5
                            ^^^^^^
          hint: Share it out in the dtab: /svc/web => 95 * /svc/a & 5 * /svc/b
        == gRPC behind a name
        gateway.conf:2:24: error: "grpc" is neither an address nor a setting of a route
            route /* to /svc/a grpc
                               ^^^^
          hint: For clients write protocols h2 http/1.1 in the listen block; for servers h2c:// before the address, or https://.
        == grpc_pass
        gateway.conf:2:14: error: "grpc_pass" has no meaning behind a path
            route /* grpc_pass a:1
                     ^^^^^^^^^
          hint: Write it as routes of a listener: route /* to 127.0.0.1:8081, or to h2c://127.0.0.1:8081 for gRPC without TLS.
        == http2 behind a listener's address
        gateway.conf:1:13: error: "listen" has a value too many
            listen :443 http2 { respond 404 }
                        ^^^^^
          hint: For clients write protocols h2 http/1.1 in the listen block; for servers h2c:// before the address, or https://.
        == a listener with a scheme
        gateway.conf:1:8: error: "https://:443" is not an address to listen on
            listen https://:443 { respond 404 }
                   ^^^^^^^^^^^^
          hint: Write :443, without a scheme; TLS comes with the tls block of a listen.
        == a listener that is only a port
        gateway.conf:1:8: error: "8080" is not an address to listen on
            listen 8080 { respond 404 }
                   ^^^^
          hint: Write :8080 for all addresses, or 127.0.0.1:8080.
        == TLS switched on
        gateway.conf:2:11: error: "tls" lacks its block
            tls on
                  ^
          hint: It is written: tls { cert shop.example.com shop.pem shop.key }
        == http2 switched on
        gateway.conf:2:5: error: unknown directive "http2"
            http2 on
            ^^^^^
          hint: For clients write protocols h2 http/1.1 in the listen block; for servers h2c:// before the address, or https://.
        == proxy_protocol
        gateway.conf:2:5: error: unknown directive "proxy_protocol"
            proxy_protocol on
            ^^^^^^^^^^^^^^
          hint: Write proxy-protocol on in the listen block, and who may send the header: overrides { trust 10.0.0.0/8 }
        == accept-proxy
        gateway.conf:2:5: error: unknown directive "accept-proxy"
            accept-proxy
            ^^^^^^^^^^^^
          hint: Write proxy-protocol on in the listen block, and who may send the header: overrides { trust 10.0.0.0/8 }
        == set_real_ip_from
        gateway.conf:2:5: error: unknown directive "set_real_ip_from"
            set_real_ip_from 10.0.0.0/8
            ^^^^^^^^^^^^^^^^
          hint: Write whose headers are believed: overrides { trust 10.0.0.0/8 }
        == protocol for protocols
        gateway.conf:2:5: error: "protocol" does not belong in a listen block
            protocol h2c
            ^^^^^^^^
          hint: It belongs in a cluster block; here it is protocols.
        == gRPC as a protocol
        gateway.conf:2:15: error: "grpc" is not known here, did you mean "h2c"?
            protocols grpc
                      ^^^^
          hint: Write http/1.1 or h2c.
        == a protocol and a comma
        gateway.conf:2:15: error: "http/1.1," is not known here, did you mean "http/1.1"?
            protocols http/1.1, h2c
                      ^^^^^^^^^
          hint: Write http/1.1 or h2c.
        == an upgrade
        gateway.conf:2:5: error: unknown directive "upgrade"
            upgrade websocket
            ^^^^^^^
          hint: Write websocket on in a route, a host or a listen block.
        == a flag that is true
        gateway.conf:2:15: error: "true" is not known here, did you mean "on"?
            websocket true
                      ^^^^
          hint: Write on or off.
        == client_max_body_size
        gateway.conf:2:5: error: unknown directive "client_max_body_size"
            client_max_body_size 1m
            ^^^^^^^^^^^^^^^^^^^^
          hint: Write limits { body 1MiB }
        == max_concurrent_streams
        gateway.conf:2:5: error: unknown directive "http2_max_concurrent_streams"
            http2_max_concurrent_streams 100
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          hint: Write limits { streams 100 } for clients, cluster * { streams 100 } for servers.
        == glitches
        gateway.conf:2:14: error: unknown directive "glitches-threshold"
            limits { glitches-threshold 100 }
                     ^^^^^^^^^^^^^^^^^^
          hint: Write limits { misbehaviour 500 }, which is earned back by useful requests.
        == no limit of streams
        gateway.conf:2:22: error: "off" is not a whole number
            limits { streams off }
                             ^^^
          hint: Write a number from 1 to 100000.
        == no limit of tiny frames
        gateway.conf:2:34: error: "off" is not a whole number
            limits { misbehaviour { tiny off } }
                                         ^^^
          hint: Write a number from 0 to 1000000.
        == a time of 0
        gateway.conf:2:37: error: 0 is out of bounds
            route /* to 127.0.0.1:1 timeout 0
                                            ^
          hint: It may be 1ms to 24h, or off.
        == protocols for protocol
        gateway.conf:1:13: error: "protocols" does not belong in a cluster block
            cluster * { protocols h2 }
                        ^^^^^^^^^
          hint: It belongs in a listen block; here it is protocol.
        == another name of HTTP/2
        gateway.conf:1:22: error: "http2" is not known here, did you mean "h2"?
            cluster * { protocol http2 }
                                 ^^^^^
          hint: Write auto, http/1.1 or h2.
        == a version of a PROXY header
        gateway.conf:1:28: error: "2" is not known here, did you mean "v2"?
            cluster * { proxy-protocol 2 }
                                       ^
          hint: Write off, v1 or v2.
        == no verification
        gateway.conf:1:26: error: "none" is not known here, did you mean "off"?
            cluster * { tls { verify none } }
                                     ^^^^
          hint: Write on or off.
        == insecure
        gateway.conf:1:19: error: unknown directive "insecure"
            cluster * { tls { insecure on } }
                              ^^^^^^^^
          hint: Write cluster * { tls { verify off } }, or trust its authority: cluster * { tls { ca internal.pem } }
        == sni
        gateway.conf:1:19: error: unknown directive "sni"
            cluster * { tls { sni a } }
                              ^^^
          hint: Write cluster * { tls { server-name app.internal } }
        == timeout tunnel
        gateway.conf:1:13: error: unknown directive "timeout-tunnel"
            service * { timeout-tunnel 1h }
                        ^^^^^^^^^^^^^^
          hint: Write service * { tunnel-idle 1h }
        == trust in a URI
        gateway.conf:1:19: error: "spiffe://a/b" is not a range of addresses
            overrides { trust spiffe://a/b }
                              ^^^^^^^^^^^^
          hint: Write identity before names in certificates: trust identity spiffe://a/b
        == a certificate without its key
        gateway.conf:4:19: error: "cert" names one file, and needs two
            cert b.pem
                      ^
          hint: The last two values are the files of the certificate and of its key: cert shop.example.com shop.pem shop.key
        == a certificate without files
        gateway.conf:4:13: error: "cert" names no files, and needs two
            cert
                ^
          hint: The last two values are the files of the certificate and of its key: cert shop.example.com shop.pem shop.key
        == files in front of names
        gateway.conf:4:28: error: b cannot be read: there is no such file
            cert a.pem key.pem b c
                               ^
          hint: The last two values are the files of the certificate and of its key; relative paths begin at the configuration file.
        gateway.conf:4:30: error: c cannot be read: there is no such file
            cert a.pem key.pem b c
                                 ^
          hint: The last two values are the files of the certificate and of its key; relative paths begin at the configuration file.
        == a key before its certificate
        gateway.conf:4:24: error: key.pem holds a key and no certificate
            cert b.example key.pem cert.pem
                           ^^^^^^^
          hint: The certificate stands before its key: cert.pem key.pem
        == ssl_certificate
        gateway.conf:4:9: error: unknown directive "ssl_certificate"
            ssl_certificate a.pem
            ^^^^^^^^^^^^^^^
          hint: Write both files in one line: cert shop.example.com shop.pem shop.key
        == ssl_verify_client
        gateway.conf:4:9: error: unknown directive "ssl_verify_client"
            ssl_verify_client on
            ^^^^^^^^^^^^^^^^^
          hint: Write client-ca clients.pem in the tls block, with optional behind it if clients may come without.
        == a depth of verification
        gateway.conf:4:9: error: unknown directive "ssl_verify_depth"
            ssl_verify_depth 2
            ^^^^^^^^^^^^^^^^
          hint: Delete it: clients' certificates may always have four intermediates, and no more.
        == a list of what is revoked
        gateway.conf:4:9: error: unknown directive "crl"
            crl a.pem
            ^^^
          hint: Delete it: revocation is not looked at; give clients certificates that expire soon.
        == authorities of servers
        gateway.conf:4:9: error: "ca" does not belong in the tls block of a listen
            ca ca.pem
            ^^
          hint: It belongs in the tls block of a cluster; here it is client-ca.
        == alpn
        gateway.conf:4:9: error: unknown directive "alpn"
            alpn h2
            ^^^^
          hint: For clients write protocols h2 http/1.1 in the listen block; for servers h2c:// before the address, or https://.
        == certificates that are required
        gateway.conf:4:26: error: "required" is not known here, did you mean "require"?
            client-ca ca.pem required
                             ^^^^^^^^
          hint: Write require or optional.
        == certificates of any authority
        gateway.conf:4:26: error: "optional_no_ca" is not known here, did you mean "optional"?
            client-ca ca.pem optional_no_ca
                             ^^^^^^^^^^^^^^
          hint: Write require or optional.
        == a mode of forwarding
        gateway.conf:5:29: error: "sanitize_set" is not known here, did you mean "on"?
            forward-client-cert sanitize_set
                                ^^^^^^^^^^^^
          hint: Write on or off.
        == TLS by its full name
        gateway.conf:4:21: error: "TLSv1.2" is not known here, did you mean "1.2"?
            min-version TLSv1.2
                        ^^^^^^^
          hint: Write 1.2 or 1.3.
        == a former TLS
        gateway.conf:4:21: error: "1.1" is not spoken here
            min-version 1.1
                        ^^^
          hint: Write 1.2 or 1.3; older ones are not secure (RFC 8996).

        """#
}
