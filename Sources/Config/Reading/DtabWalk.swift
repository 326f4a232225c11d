// Which entries does a name pass on its way?

import Routing

/// One name followed through the dtab, with what went wrong and where.
struct DtabWalk {
    let name: DtabPath
    let error: DelegationError?
    private let trail: DelegationTrail
    private let dtab: Dtab

    init(_ name: DtabPath, _ delegation: Delegation, _ dtab: Dtab) {
        self.name = name
        self.dtab = dtab
        var trail = DelegationTrail()
        do throws(DelegationError) {
            _ = try delegation.binding(of: name, trail: &trail)
            error = nil
        } catch {
            self.error = error
        }
        self.trail = trail
    }

    /// Whether the name is bound, and nothing was left out on the way.
    var isClean: Bool { error == nil && trail.faults.isEmpty }

    var isEndless: Bool {
        switch error {
        case .tooDeep, .tooManySteps: true
        default: false
        }
    }

    /// Every entry that was asked.
    var entries: Set<Int> {
        trail.steps.reduce(into: []) { all, step in
            if case .rewritten(_, let entries) = step.outcome { all.formUnion(entries) }
        }
    }

    /// The entry that led to the name at which the walk ended.
    var culprit: Int? { isEndless ? circle.first : passed.last }

    /// The entries that an endless walk passes again and again, in the dtab's order.
    var circle: [Int] { Set(passed.suffix(Delegation.maximumDepth / 2)).sorted() }

    /// The entries between the name and the end of the walk, one for each rewriting.
    private var passed: [Int] {
        var passed: [Int] = []
        guard var next = trail.steps.last else { return [] }
        for step in trail.steps.reversed() where step.depth == next.depth - 1 {
            if let entry = entry(from: step, to: next.name) { passed.append(entry) }
            next = step
        }
        return passed.reversed()
    }

    private func entry(from step: DelegationTrail.Step, to next: DtabPath) -> Int? {
        guard case .rewritten(_, let entries) = step.outcome else { return nil }
        return entries.first { index in
            let entry = dtab.entries[index]
            let rest = step.name.dropFirst(entry.prefix.elements.count)
            return entry.destination.allLeaves.contains { $0 + rest == next }
        }
    }
}
