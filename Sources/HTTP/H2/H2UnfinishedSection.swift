// What has come of a field section whose end is still on its way.

import Bytes

/// A field section that was taken out of `H2Sections` because its header block goes on in a later receive.
///
/// It owns its memory, at most about the limits of its head. Only a client that cuts its header block up needs one.
public struct H2UnfinishedSection: ~Copyable {
    let section: H2Section
    let headLimit: Int
    let fieldLimit: Int
    let crumbs: Int
    var text = ByteBuffer()
    var entries: [FieldEntry] = []

    init(_ section: H2Section, headLimit: Int, fieldLimit: Int, crumbs: Int) {
        self.section = section
        self.headLimit = headLimit
        self.fieldLimit = fieldLimit
        self.crumbs = crumbs
    }

    /// How many bytes of fields it holds.
    public var count: Int { text.count }
}
