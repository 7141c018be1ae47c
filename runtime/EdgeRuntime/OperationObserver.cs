using System;

namespace EdgeRuntime;

/// <summary>Receives the result of each float operation right after it ran; the span is only valid during the call.</summary>
/// <param name="operation">Index of the operation.</param>
/// <param name="values">Its output, row-major.</param>
public delegate void OperationObserver(int operation, ReadOnlySpan<float> values);
