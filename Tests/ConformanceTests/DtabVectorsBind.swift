// Are names looked up, evaluated and bound as the vectors say?

import Routing
import Testing

@Suite struct DtabBindVectors {
    @Test func `one look-up gives the tree that the vectors say`() {
        VectorFile.run("linkerd1", "dtab_lookup") { vector in
            let dtab = try Dtab(parsing: vector["dtab"].string ?? "")
            let tree = dtab.lookup(try DtabPath(parsing: vector["path"].string ?? ""))
            return .expect(tree.description, vector["tree"].string ?? "?")
        }
    }

    @Test func `trees are evaluated as the vectors say`() {
        VectorFile.run("linkerd1", "nametree_eval") { vector in
            let leaves = try NameTree<DtabPath>(parsing: vector["input"].string ?? "").leaves
            let wanted = vector["leaves"].isNull ? nil : vector["leaves"].array.compactMap(\.string).sorted()
            return .expect(leaves?.map(\.description).sorted(), wanted)
        }
    }

    @Test func `names are bound as the vectors say`() {
        VectorFile.run("linkerd1", "dtab_bind") { vector in
            let base = try Dtab(parsing: vector["base_dtab"].string ?? "")
            let local = try Dtab(parsing: vector["local_dtab"].string ?? "")
            let name = try NameTree<DtabPath>(parsing: vector["name"].string ?? "")
            let delegation = Delegation(dtab: base + local, namers: [StubNamer()], undeclared: .negative)
            var trail = DelegationTrail()
            do throws(DelegationError) {
                return .expect(try delegation.bind(name, trail: &trail).vector, vector["result"])
            } catch {
                guard let wanted = vector["result"]["error"].string else { return .failed("threw \(error)") }
                // The depth limit has a sentence that users know; other errors only have to be errors.
                let isDepth = wanted.hasPrefix("Max recursion level")
                return !isDepth || error.description.hasPrefix(wanted) ? .passed : .failed("says \(error)")
            }
        }
    }

    @Test func `utility namers answer as the vectors say`() {
        VectorFile.run("linkerd1", "utility_namers") { vector in
            let name = try DtabPath(parsing: vector["path"].string ?? "")
            do throws(DelegationError) {
                return .expect(try UtilityNamer.lookup(name).map(\.vector) ?? .string("neg"), vector["result"])
            } catch {
                return vector["result"]["error"].isNull ? .failed("threw \(error)") : .passed
            }
        }
    }
}

/// The vectors' namer below `/#/io.l5d.fs`: it knows `web` and `api`, and the rest of the name is residual.
private struct StubNamer: Namer {
    let prefix = DtabPath(["#", "io.l5d.fs"])

    func lookup(_ rest: DtabPath) -> NamerAnswer {
        guard let first = rest.labels.first, first == "web" || first == "api" else { return .negative }
        return .bound(BoundLeaf(id: prefix + rest.prefix(1), residual: rest.dropFirst(1), target: .watched))
    }
}

extension BoundLeaf {
    fileprivate var vector: JSON {
        .object(["bound": .string(id.description), "residual": .string(residual.description)])
    }
}

extension NameTree<BoundLeaf> {
    /// The tree in the form of the vectors' `result`.
    fileprivate var vector: JSON {
        switch self {
        case .leaf(let leaf): leaf.vector
        case .alternatives(let trees): .object(["alt": .array(trees.map(\.vector))])
        case .union(let members):
            .object([
                "union": .array(
                    members.map {
                        .object(["weight": .number($0.weight, text: $0.weight.description), "tree": $0.tree.vector])
                    }
                )
            ])
        case .negative: .string("neg")
        case .fail: .string("fail")
        case .empty: .string("empty")
        }
    }
}

extension NamerAnswer {
    fileprivate var vector: JSON {
        switch self {
        case .delegate(let name): .object(["delegate": .string(name.description)])
        case .bound(let leaf): leaf.vector
        case .negative: .string("neg")
        case .fail: .string("fail")
        case .empty: .string("empty")
        }
    }
}
