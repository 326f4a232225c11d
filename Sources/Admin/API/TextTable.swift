// How do rows line up in a terminal?

/// Text in columns.
enum TextTable {
    /// One line for each row, columns two spaces apart, nothing at a line's end.
    static func lines(_ rows: [[String]]) -> [String] {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.count)
            }
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = column + 1 == row.count ? 0 : widths[column] - cell.count + 2
                line += cell + String(repeating: " ", count: padding)
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
