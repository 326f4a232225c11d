// What are things called whose names are equal?

/// Numbers for the second and every further one of equal names: `a`, `a#2`, `a#3`. Cold.
public enum Numbering {
    /// The names in their order, no two of them equal.
    public static func distinct(_ names: [String]) -> [String] { distinct(names) { $0 += "#\($1)" } }

    /// The values in their order, no two of them equal; `number` gives one its number, from 2, and is asked again with the
    /// next when the outcome is taken too.
    static func distinct<Value: Hashable>(_ values: [Value], number: (inout Value, Int) -> Void) -> [Value] {
        var taken: Set<Value> = []
        var last: [Value: Int] = [:]
        return values.map { value in
            var free = value
            while !taken.insert(free).inserted {
                let next = last[value, default: 1] + 1
                last[value] = next
                free = value
                number(&free, next)
            }
            return free
        }
    }
}
