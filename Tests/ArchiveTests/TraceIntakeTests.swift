// Whole traces or none, at a bounded rate.

import Archive
import Telemetry
import Testing
import Time

@Suite struct TraceIntakeTests {
    private func trace(_ low: UInt64) -> TraceID { TraceID(high: 7, low: low) }

    /// An intake that can be asked inside of an expectation.
    private final class Intake {
        private var intake: TraceIntake

        init(tracesPerSecond: Double, memory: Duration = .seconds(30), now: Instant) {
            intake = TraceIntake(tracesPerSecond: tracesPerSecond, memory: memory, now: now)
        }

        func admits(_ trace: TraceID, isForced: Bool = false, at now: Instant) -> Bool {
            intake.admits(trace, isForced: isForced, at: now)
        }
    }

    @Test func `a quiet gateway's traces are all admitted`() {
        let intake = Intake(tracesPerSecond: 10, now: .zero)
        for i in 0..<1000 {
            let now = Instant.zero + .milliseconds(100 * i)
            #expect(intake.admits(trace(UInt64(i + 1)), at: now))
        }
    }

    @Test func `under load so many traces a second are admitted as are allowed`() {
        let intake = Intake(tracesPerSecond: 50, now: .zero)
        var admitted = 0
        for i in 0..<100_000 where intake.admits(trace(UInt64(i + 1)), at: .zero + .microseconds(100 * i)) {
            admitted += 1
        }
        // Ten seconds at 50, and the burst of one second; a little less because the filter errs.
        #expect(admitted <= 550 && admitted > 500)
    }

    @Test func `what was said about a trace is said again for as long as the memory lasts`() {
        let intake = Intake(tracesPerSecond: 20, memory: .seconds(10), now: .zero)
        var said: [UInt64: Bool] = [:]
        for i in 0..<20_000 {
            let id = UInt64(i + 1)
            said[id] = intake.admits(trace(id), at: .zero + .microseconds(50 * i))
        }
        // Nine seconds later there are tokens again, and the answers are the old ones.
        let later = Instant.zero + .seconds(10)
        for (id, answer) in said { #expect(intake.admits(trace(id), at: later) == answer) }
        #expect(said.values.contains(true) && said.values.contains(false))
    }

    @Test func `a trace that goes on keeps its answer beyond the memory`() {
        let intake = Intake(tracesPerSecond: 1, memory: .seconds(5), now: .zero)
        #expect(intake.admits(trace(1), at: .zero))
        #expect(!intake.admits(trace(2), at: .zero))
        for second in stride(from: 4, to: 100, by: 4) {
            let now = Instant.zero + .seconds(second)
            #expect(intake.admits(trace(1), at: now))
            #expect(!intake.admits(trace(2), at: now))
        }
    }

    @Test func `an answer is forgotten after twice the memory`() {
        let intake = Intake(tracesPerSecond: 1, memory: .seconds(5), now: .zero)
        #expect(intake.admits(trace(1), at: .zero))
        #expect(!intake.admits(trace(2), at: .zero))
        #expect(intake.admits(trace(2), at: .zero + .seconds(60)))
    }

    @Test func `a forced trace is admitted when the others have used the budget up`() {
        let intake = Intake(tracesPerSecond: 10, now: .zero)
        for id: UInt64 in 1...100 { _ = intake.admits(trace(id), at: .zero) }
        #expect(!intake.admits(trace(101), at: .zero))
        #expect(intake.admits(trace(102), isForced: true, at: .zero))
        #expect(!intake.admits(trace(103), isForced: true, at: .zero))
        #expect(intake.admits(trace(102), at: .zero))
    }

    @Test func `a short and a long id of one trace are one trace`() {
        let intake = Intake(tracesPerSecond: 1, now: .zero)
        #expect(intake.admits(TraceID(high: 5, low: 9), at: .zero))
        #expect(intake.admits(TraceID(high: 0, low: 9), at: .zero))
    }

    @Test func `a rate of zero admits nothing but the first`() {
        let intake = Intake(tracesPerSecond: 0, now: .zero)
        _ = intake.admits(trace(1), at: .zero)
        for id: UInt64 in 2...100 { #expect(!intake.admits(trace(id), at: .zero + .seconds(Int(id)))) }
    }
}
