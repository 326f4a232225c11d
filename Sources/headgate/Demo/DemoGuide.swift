// What should a newcomer try first?

import Wire

/// Three requests to send and the places where their traces show.
struct DemoGuide {
    let text: String

    init(front: DemoPlan.Front, admin: SocketAddress?) {
        let forced = "\(front.command) -H 'l5d-sample: 1' \(front.origin)/world"
        let hidden = "\(front.command) -H 'l5d-sample: 0' \(front.origin)/hello"
        var lines = [
            "", "  Send a request:", "",
            "    \(front.command) \(front.origin)/hello", "",
            "  Force a trace where few are taken, or hide one where all are:", "",
            "    \(forced)", "    \(hidden)", "",
        ]
        if let admin { lines += Self.places(admin) }
        lines += ["  Ctrl-C ends it.", ""]
        text = lines.joined(separator: "\n") + "\n"
    }

    private static func places(_ admin: SocketAddress) -> [String] {
        let option = admin == ReadyLine.usualAdmin ? "" : " --admin \(admin)"
        return [
            "  See the traces:", "",
            "    \(CommandLine.arguments[0]) traces\(option)", "",
            "    http://\(admin)/api/v2/traces   the same as JSON, as Zipkin gives it",
            "    http://\(admin)/routes          where requests go, and how many are traced",
            "    http://\(admin)/metrics         what was counted", "",
        ]
    }
}
