// Which files of vectors are about what is not built yet?

/// The files that no suite runs, each with its reason. Whoever builds the feature runs its file and takes it out here.
enum LaterVectors {
    /// By `folder/name`.
    static let reasons: [String: String] = linkerd1.merging(tracing) { first, _ in first }

    private static let linkerd1 = [
        "linkerd1/admin_security": "a later issue: Linkerd's admin endpoints",
        "linkerd1/b3_propagator": "a later issue: Linkerd's own reading of B3; ours is in tracing/b3_*",
        "linkerd1/client_config": "a later issue: Linkerd's configuration",
        "linkerd1/delegator": "a later issue: the delegator API",
        "linkerd1/error_mapping": "a later issue: Linkerd's statuses for what fails",
        "linkerd1/forwarded_header": "a later issue: labels in Forwarded",
        "linkerd1/fs_disco": "a later issue: namers, from files",
        "linkerd1/headers": "a later issue: Linkerd's context headers",
        "linkerd1/identifiers": "a later issue: Linkerd's identifiers",
        "linkerd1/ingress": "a later issue: Kubernetes ingress",
        "linkerd1/k8s_endpoints": "a later issue: namers, from Kubernetes",
        "linkerd1/namerd_http": "a later issue: namerd's API",
        "linkerd1/prometheus": "a later issue: Linkerd's names of metrics",
        "linkerd1/response_classifiers": "a later issue: response classifiers",
        "linkerd1/retries": "a later issue: retry budgets",
        "linkerd1/sampler_coin": "a later issue: Linkerd's own coin; ours is in tracing/sampling",
        "linkerd1/sampling_decision": "a later issue: decisions in l5d-ctx-trace",
        "linkerd1/spans": "a later issue: Linkerd's annotations, and scribe",
        "linkerd1/success_class": "a later issue: l5d-success-class of upstreams",
        "linkerd1/trace_ctx": "a later issue: l5d-ctx-trace",
    ]

    private static let tracing = [
        "tracing/aws_xray": "a later issue: X-Amzn-Trace-Id",
        "tracing/baggage": "a later issue: reading baggage; it is sent on as it is",
        "tracing/jaeger": "a later issue: uber-trace-id",
        "tracing/opencensus": "a later issue: the OpenCensus agent",
        "tracing/ot_tracer": "a later issue: ot-tracer headers",
        "tracing/otlp": "a later issue: OpenTelemetry export",
        "tracing/scribe": "a later issue: scribe",
        "tracing/zipkin_otlp_mapping": "a later issue: OpenTelemetry export",
    ]
}
