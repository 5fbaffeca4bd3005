namespace Hourglass.Datasets;

/// <summary>An array is whole, but what it holds are no numbers; the message is a part of a sentence.</summary>
internal sealed class UnreadableTypeException(string message) : FormatException(message);
