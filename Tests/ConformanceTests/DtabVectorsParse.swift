// Is dtab text read as the vectors say?

import Routing
import Testing

@Suite struct DtabParseVectors {
    @Test func `dtab text is read, shown and refused as the vectors say`() {
        VectorFile.run("linkerd1", "dtab_parse") { vector in
            let input = vector["input"].string ?? ""
            do throws(DtabError) {
                let parsed = try ParsedDtabText(vector["kind"].string ?? "", input)
                return vector["valid"].bool == true ? parsed.compare(vector) : .failed("read as \(parsed.shown)")
            } catch {
                return vector["valid"].bool == true ? .failed("refused: \(error)") : compare(error, vector)
            }
        }
    }

    /// The whole sentence is compared, although vectors require it in few cases only.
    private func compare(_ error: DtabError, _ vector: JSON) -> VectorFile.Outcome {
        let wanted = vector["error_must_contain"].string ?? vector["error"].string ?? ""
        return error.description.contains(wanted) ? .passed : .failed("says \(error), expected \(wanted)")
    }
}

/// What a text of one of the vectors' kinds was read as.
private struct ParsedDtabText {
    let shown: String
    private var tree: NameTree<DtabPath>?
    private var labels: [DtabLabel]?
    private var prefix: String?
    private var entries: [Dtab.Entry]?

    init(_ kind: String, _ text: String) throws(DtabError) {
        switch kind {
        case "path":
            let path = try DtabPath(parsing: text)
            labels = path.labels
            shown = path.description
        case "prefix": shown = try DtabPrefix(parsing: text).description
        case "tree":
            let tree = try NameTree<DtabPath>(parsing: text)
            self.tree = tree
            shown = tree.description
        case "dentry":
            let entry = try Dtab.Entry(parsing: text)
            tree = entry.destination
            prefix = entry.prefix.description
            shown = entry.description
        default:
            let dtab = try Dtab(parsing: text)
            entries = dtab.entries
            shown = dtab.description
        }
    }

    /// Compares with whatever the vector says about a valid text.
    func compare(_ vector: JSON) -> VectorFile.Outcome {
        var outcomes: [VectorFile.Outcome] = [.expect(shown, vector["show"].string ?? "?")]
        if let tree, !vector["ast"].isNull { outcomes.append(.expect(tree.vector, vector["ast"])) }
        if let prefix, let wanted = vector["prefix"].string { outcomes.append(.expect(prefix, wanted)) }
        if let labels, !vector["segments_hex"].isNull {
            let hex = labels.map { $0.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
            outcomes.append(.expect(hex, vector["segments_hex"].array.compactMap(\.string)))
        }
        if let entries, !vector["entries"].isNull {
            let found = entries.map { entry in
                JSON.object([
                    "prefix": .string(entry.prefix.description), "dst": .string(entry.destination.description),
                    "ast": entry.destination.vector,
                ])
            }
            outcomes.append(.expect(JSON.array(found), vector["entries"]))
        }
        return .all(outcomes)
    }
}

extension NameTree<DtabPath> {
    /// The tree in the form of the vectors' `ast`.
    fileprivate var vector: JSON {
        switch self {
        case .leaf(let path): .object(["leaf": .string(path.description)])
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
