// What is a collector's destination called where routes have destinations too?

import Collector

/// The collector's `Destination`. Its module cannot be named, as it has a type of the same name.
typealias SpanDestination = Destination
