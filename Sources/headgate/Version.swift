// Which Headgate is this?

/// The release.
enum Version {
    static let number = "0.1.0"
    static let text = "headgate \(number)"
}
