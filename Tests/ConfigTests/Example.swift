// Which whole files must be understood?

/// Files as the documents of the project show them.
struct Example {
    static let specification = #"""
        # gateway.conf
        admin 127.0.0.1:9990

        trace {
            zipkin http://zipkin.obs:9411/api/v2/spans {
                queue 64MiB
                batch 512 or 1s
            }
            propagate b3 b3multi w3c
            sample 1%                       # default; a route's own value wins
            at-most 200/s
            redact query except page sort
        }

        overrides {
            trust 10.0.0.0/8 192.168.0.0/16
            trust token-file /etc/headgate/override.key
            allow sample dtab parent
            otherwise strip
        }

        dtab {
            /svc          => /#/dns/prod
            /svc/web      => 95 * /svc/web-v1 & 5 * /svc/web-v2
            /svc/payments => /svc/payments-main | /svc/payments-dr
        }

        listen :80  { redirect https }

        listen :443 {
            protocols h2 http/1.1
            tls {
                min-version 1.2
                cert shop.example.com /etc/headgate/shop.pem /etc/headgate/shop.key
                cert api.example.com  /etc/headgate/api.pem  /etc/headgate/api.key
            }

            host shop.example.com {
                route /healthz     to /svc/web      sample 0
                route /checkout/*  to /svc/checkout sample 100%  timeout 10s  retries 2
                route /*           to /svc/web      sample 1%
            }

            host api.example.com *.api.example.com {
                route /v1/* to /svc/api sample 0.1% {
                    match header X-Beta yes
                    at-least 1/s
                    return-trace-id X-Trace-Id to trusted
                }
            }
        }
        """#

    static let smallest = """
        listen :8080 { route /* to 127.0.0.1:8081 sample 10% }
        trace  { zipkin http://127.0.0.1:9411/api/v2/spans }
        admin 127.0.0.1:9990
        """

    static let benchmark = """
        workers 1
        admin 127.0.0.1:9991
        limits {
            keep-alive 1h
        }
        trace {
            zipkin http://127.0.0.1:9411/api/v2/spans
            sample 0.1%
        }
        listen 127.0.0.1:9080 {
            host h0.example {
                route /p0/* to 127.0.0.1:9001
            }
        }
        listen 127.0.0.1:9443 {
            tls {
                ciphers TLS_AES_128_GCM_SHA256
                groups X25519 P-256
                cert * cert.pem key.pem
            }
            route /* to 127.0.0.1:9001
        }
        """
}
