// Do name patterns capture and substitute as the vectors say?

import Routing
import Testing

@Suite struct DtabPatternVectors {
    @Test func `patterns capture and substitute as the vectors say`() {
        VectorFile.run("linkerd1", "path_matcher") { vector in
            guard let pattern = DtabPattern(parsing: vector["pattern"].string ?? "") else { return .failed("refused") }
            let path = try DtabPath(parsing: vector["path"].string ?? "")
            if let template = vector["substitute"].string {
                return .expect(pattern.substitute(path, into: template), vector["result"].string)
            }
            let wanted = vector["captures"].isNull ? nil : vector["captures"].object.compactMapValues(\.string)
            return .expect(pattern.captures(in: path), wanted)
        }
    }
}
