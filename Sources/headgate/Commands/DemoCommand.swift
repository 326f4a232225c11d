// What does `headgate demo` do?

import ArgumentParser
import Wire

/// Runs the gateway with two small services beside it, or one of these services alone.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Run the gateway with two small services, hello and world, to try it.",
        discussion: """
            hello calls world through the gateway's plain listener, so one request makes one trace with both services \
            in it. With --service, that service runs alone, for example in a container of its own.
            """
    )

    @OptionGroup var file: ConfigOption

    @Option(help: "Run only this service: hello or world.")
    var service: DemoService?

    @Option(help: ArgumentHelp("With --service: where it listens.", valueName: "address"))
    var listen: String?

    @Option(help: ArgumentHelp("With --service hello: the gateway through which it calls world.", valueName: "url"))
    var gateway: String?

    @Option(help: ArgumentHelp("With --service: where it reports its spans.", valueName: "url"))
    var collector: String?

    func validate() throws {
        if service == nil, listen != nil || gateway != nil || collector != nil {
            throw ValidationError("--listen, --gateway and --collector belong to --service.")
        }
    }

    func run() throws {
        if let service { throw try alone(service) }
        throw try Supervisor(configPath: file.config).run { gateway throws(CommandFault) in
            let plan = try DemoPlan(gateway)
            for service in DemoService.allCases {
                try ServiceHost.start(
                    service,
                    at: service.usualAddress,
                    calling: plan.gateway,
                    reportingTo: plan.collector,
                    on: gateway.loop
                )
            }
            return plan.guide
        }
    }

    /// One service in a process of its own, until a signal ends it.
    private func alone(_ service: DemoService) throws -> ExitCode {
        do throws(CommandFault) {
            let address = try listen.map(ServiceHost.address) ?? service.usualAddress
            let gateway = try ServiceHost.url(gateway ?? DemoPlan.usualGateway)
            let collector = try collector.map(ServiceHost.url)
            let signals = try ServiceHost.system { () throws(SystemError) in try ProcessSignals() }
            let loop = try ServiceHost.system { () throws(SystemError) in try LoopExecutor.start(name: service.rawValue)
            }
            try ServiceHost.start(service, at: address, calling: gateway, reportingTo: collector, on: loop)
            Console.note("\(Version.text): the demo's \(service.rawValue) ready: http://\(address.shown)\n")
            while signals.next() != .terminate {}
            return .success
        } catch {
            throw error.told()
        }
    }
}
