// Does every story end alike, whichever protocols are spoken before and behind the gateway?

import TestSupport
import Testing

/// RFC 9113, 8; RFC 9110, 6.5, 9.3.2, 10.1.1, 15.2, 15.3.5, 15.4.5.
@Suite struct H2CombinationTests {
    typealias Question = DownSide.Question
    /// TLS changes nothing but the conduit: the stories that follow are told without it.
    static let downs: [DownSide] = [.h1, .h2c]
    static let ups: [UpSide] = [.h1, .h2c]

    @Test(arguments: DownSide.allCases, UpSide.allCases)
    func `a request gets its answer`(down: DownSide, up: UpSide) throws {
        let (gateway, _) = try up.gateway()
        let told = try down.get(gateway, "/")
        #expect(told.status == 200, "\(told)")
        #expect(told.text == "hello")
        #expect(told.fields["content-type"] == "text/plain")
        #expect(told.isWhole)
    }

    @Test(arguments: DownSide.allCases, UpSide.allCases)
    func `a megabyte goes up and comes back byte for byte`(down: DownSide, up: UpSide) throws {
        let (gateway, _) = try up.gateway()
        let told = try down.ask(
            gateway,
            Question(method: "POST", path: "/echo", body: ("0123456789abcdef", 65_536))
        )
        #expect(told.status == 200, "\(told)")
        #expect(told.isEcho)
        #expect(told.isWhole)
    }

    @Test(arguments: downs, ups)
    func `so does a body of unknown length, with its trailers`(down: DownSide, up: UpSide) throws {
        let (gateway, _) = try up.gateway()
        var question = Question(method: "POST", path: "/echo", body: ("unknown ", 10_000))
        question.isLengthKnown = false
        question.trailers = [["x-sum", "of all"], ["x-other", "too"]]
        let told = try down.ask(gateway, question)
        #expect(told.status == 200, "\(told)")
        #expect(told.isEcho)
        #expect(told.trailers["x-sum"] == "of all", "\(told)")
        #expect(told.trailers["x-other"] == "too")
        #expect(told.fields["content-length"] == nil)
    }

    @Test(arguments: downs, ups)
    func `an empty body of unknown length is a body`(down: DownSide, up: UpSide) throws {
        let (gateway, _) = try up.gateway()
        var question = Question(method: "POST", path: "/echo", body: ("", 1))
        question.isLengthKnown = false
        let told = try down.ask(gateway, question)
        #expect(told.status == 200, "\(told)")
        #expect(told.text.isEmpty)
        #expect(told.isWhole)
    }

    @Test(arguments: downs, ups)
    func `the trailers of an answer arrive`(down: DownSide, up: UpSide) throws {
        let (gateway, _) = try up.gateway()
        let told = try down.get(gateway, "/trailers")
        #expect(told.text == "with trailers")
        #expect(told.trailers["x-checksum"] == "abc", "\(told)")
        #expect(told.isWhole)
    }

    @Test(arguments: downs, ups)
    func `HEAD has the fields of GET and no body`(down: DownSide, up: UpSide) throws {
        let (gateway, _) = try up.gateway()
        let told = try down.ask(gateway, Question(method: "HEAD"))
        #expect(told.status == 200)
        #expect(told.fields["content-length"] == "5", "\(told)")
        #expect(told.text.isEmpty)
        #expect(told.isWhole)
    }

    @Test(arguments: downs, ups)
    func `204 and 304 have neither body nor length`(down: DownSide, up: UpSide) throws {
        let (gateway, _) = try up.gateway()
        for status in [204, 304] {
            let told = try down.get(gateway, "/status/\(status)")
            #expect(told.status == status, "\(told)")
            #expect(told.text.isEmpty)
            #expect(told.fields["content-length"] == nil && told.fields["transfer-encoding"] == nil, "\(told)")
            #expect(told.isWhole)
        }
    }

    @Test(arguments: downs, ups)
    func `an early hint comes before its answer`(down: DownSide, up: UpSide) throws {
        let (gateway, _) = try up.gateway()
        let told = try down.get(gateway, "/hints")
        #expect(told.interim == [103], "\(told)")
        #expect(told.status == 200)
        #expect(told.text == "hinted")
    }

    @Test(arguments: downs, ups)
    func `a client that expects 100 gets it, and then its answer`(down: DownSide, up: UpSide) throws {
        let (gateway, _) = try up.gateway()
        let path = up == .h1 ? "/echo" : "/proceed"
        let told = try down.ask(
            gateway,
            Question(method: "POST", path: path, fields: [["expect", "100-continue"]], body: ("body", 1))
        )
        #expect(told.interim == [100], "\(told)")
        #expect(told.status == 200)
    }

    @Test(arguments: downs, ups)
    func `what the origin has sent comes before the rest is there`(down: DownSide, up: UpSide) throws {
        let (gateway, go) = try up.gateway()
        if down == .h1 {
            let client = try gateway.connect()
            try client.send(TestClient.head("GET", "/drip"))
            var seen = ""
            while !seen.contains("first") {
                guard case .bytes(let bytes) = try client.receive() else { break }
                seen += String(decoding: bytes, as: UTF8.self)
            }
            #expect(seen.contains("first") && !seen.contains("second"))
        } else {
            let client = try gateway.connectH2()
            try client.request(1, "GET", "/drip")
            #expect(try client.frame("Data", stream: 1).text == "first")
            try go()
            #expect(try client.answer(1).text == "firstsecond")
        }
    }

    @Test(arguments: downs, ups)
    func `connection fields stay on their side`(down: DownSide, up: UpSide) throws {
        let (gateway, _) = try up.gateway()
        let told = try down.get(gateway, "/")
        for name in ["keep-alive", "proxy-connection", "upgrade"] { #expect(told.fields[name] == nil, "\(told)") }
        if down != .h1 { #expect(told.fields["connection"] == nil && told.fields["transfer-encoding"] == nil) }
    }
}
