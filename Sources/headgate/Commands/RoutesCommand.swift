// What does `headgate routes` do?

import ArgumentParser

/// Shows the routes of a running gateway.
struct RoutesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "routes",
        abstract: "Show the routes of a running gateway: where each leads, its rate and the line that says so."
    )

    @OptionGroup var gateway: AdminOption

    @Flag(help: "Write a JSON array.")
    var json = false

    func run() throws {
        do throws(CommandFault) {
            let body = try AdminClient(gateway.admin).get("/routes?format=\(json ? "json" : "text")")
            Console.print(String(decoding: body, as: UTF8.self))
        } catch {
            throw error.told()
        }
    }
}
