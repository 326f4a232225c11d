// What does the gateway know of one request and its response while they pass?

import Bytes
import HTTP
import Telemetry
import Time
import Upstream
import Wire

/// One request and its response, from the head's last byte to the end of the answer.
///
/// It lives in a slab of its worker and names its two connections by their places there. Between the turns of the loop
/// it holds the serialised request head (to send it again, if that is safe), and, only when the request is traced or
/// logged, the few facts of the request that are written down at the end.
struct Exchange: ~Copyable {
    /// How far the exchange has come; it only moves forward, except that a retry goes back to `.choosing`.
    enum Phase: UInt8 {
        /// An endpoint is being chosen.
        case choosing
        /// A connection to the endpoint is being made; the head waits.
        case connecting
        /// The head was sent; no final head has come back.
        case awaitingAnswer
        /// The response head went out; its body is on its way.
        case answering
        /// HTTP is over: bytes go both ways as they come.
        case tunnelling
        /// The answer is complete; the client has not taken all of it.
        case flushing
    }

    /// The configuration under which the exchange runs to its end, whatever is loaded meanwhile.
    let plan: Plan
    /// The client's connection, and its stream there when that speaks HTTP/2.
    let client: ClientPlace
    let listener: Int
    let route: Int
    let method: Method
    let clientVersion: HTTPVersion
    let requestFraming: BodyFraming
    let arrivedAt: Instant

    var phase: Phase = .choosing
    /// The upstream's connection, and the stream there when that speaks HTTP/2.
    var upstream = UpstreamPlace()
    var cluster = -1
    var endpoint = -1
    var failedEndpoint: Int?
    var retries = 0
    /// Interim answers (1xx) that came on a stream.
    var interims = 0
    var waitsInQueue = false
    var status: UInt16 = 0
    /// The instant after which the exchange is given up in its present phase.
    var deadline: Instant = .distantFuture
    /// The instant after which it is given up whatever happens.
    var totalDeadline: Instant = .distantFuture

    /// Request line and fields as they go upstream, without the tracing fields of the attempt.
    var head: ByteBuffer
    /// How long `head` is before the attempt's own fields.
    var headMark = 0
    /// Whether all content that was taken from the client is kept, and how many bytes of it lie behind `headMark`.
    var keepsContent = false
    var keptBytes: UInt16 = 0
    var bodyBytesTaken: UInt64 = 0
    var requestBodyEnded: Bool
    /// How fast the client has to send its body; only on HTTP/2, where the connection cannot tell.
    var bodyPace = BodyPace()
    /// Whether the client understands trailers (RFC 9110, 6.5.1).
    var acceptsTrailers = false
    /// Whether the client holds its body back until the upstream says `100 Continue`; then it is not the one who is slow.
    var awaitsContinue = false
    /// Whether any byte of the answer has left for the client, or was handed over for good.
    var answerHasLeft = false
    /// Whether the head of the upstream's answer was handed to the client's stream, and one of our own could stand in its
    /// place until it is written.
    var headCanBeReplaced = false
    /// Content of the answer that the client's stream had taken when it last was given time; only on HTTP/2.
    var writtenBefore: UInt64 = 0
    /// What the gateway answered for, if it had to.
    var fault: Fault?
    /// Why the upstream's TLS handshake failed, when that was what ended the last attempt.
    var tlsFailure: TLSError?
    /// Whether the client left before its answer was complete.
    var clientIsGone = false

    /// Whether and how the exchange leaves HTTP behind.
    var tunnel = Tunnel()

    var call = GRPCCall()
    var trace: RequestTrace
    var phases = PhaseClock()

    init(
        plan: Plan,
        client: ClientPlace,
        listener: Int,
        route: Int,
        method: Method,
        version: HTTPVersion,
        framing: BodyFraming,
        arrivedAt: Instant,
        head: consuming ByteBuffer,
        trace: consuming RequestTrace
    ) {
        self.plan = plan
        self.client = client
        self.listener = listener
        self.route = route
        self.method = method
        clientVersion = version
        requestFraming = framing
        requestBodyEnded = !framing.mayHaveBytes
        self.arrivedAt = arrivedAt
        self.head = head
        self.trace = trace
    }

    /// Whether the request can be sent again from the beginning: it has no body, or nothing of it was taken from the
    /// client yet, its end included. What is kept is only for those who say that they did not look at it.
    func canBeReplayed(after failure: UpstreamFailure) -> Bool {
        !requestFraming.mayHaveBytes || !hasTakenContent || keepsContent && failure.nothingWasSent
    }

    /// Whether an attempt has had some of the request's body, or its end.
    var hasTakenContent: Bool { bodyBytesTaken > 0 || requestBodyEnded && requestFraming.mayHaveBytes }
}
