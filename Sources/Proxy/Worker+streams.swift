// When does what HTTP/2 connections have to say leave?

import Bytes
import Connection
import HTTP
import Time
import Wire

extension Worker {
    /// How often one turn writes what writing itself brought about, before others have their turn.
    private static var writingRounds: Int { 4 }

    /// Has a downstream connection written at the end of the turn, however often it is asked for.
    mutating func markDirty(server s: UInt32) {
        if h2servers[s].isDirty { return }
        h2servers[s].isDirty = true
        dirty.append(Token(kind: TokenKind.h2server, index: s, generation: h2servers.generation(of: s)).rawValue)
    }

    /// Has an upstream connection written at the end of the turn, however often it is asked for.
    mutating func markDirty(client c: UInt32) {
        if h2clients[c].isDirty { return }
        h2clients[c].isDirty = true
        dirty.append(Token(kind: TokenKind.h2client, index: c, generation: h2clients.generation(of: c)).rawValue)
    }

    /// Writes once for each connection what the turn has brought together: the frames of many streams leave in one send.
    mutating func writeStreams() {
        var rounds = 0
        while !dirty.isEmpty, rounds < Worker.writingRounds {
            swap(&dirty, &writing)
            for place in 0..<writing.count { writeStreams(of: Token(rawValue: writing[place])) }
            writing.removeAll(keepingCapacity: true)
            rounds += 1
        }
    }

    private mutating func writeStreams(of token: Token) {
        if token.kind == TokenKind.h2server, h2servers.isLive(token.index, generation: token.generation) {
            h2servers[token.index].isDirty = false
            writeStreams(toClient: token.index)
        } else if token.kind == TokenKind.h2client, h2clients.isLive(token.index, generation: token.generation) {
            h2clients[token.index].isDirty = false
            writeStreams(toUpstream: token.index)
        }
    }
}
