namespace Hourglass.Reports;

/// <summary>A picture of a report, or the reason why there is none.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="FileName">Its file in the output folder.</param>
/// <param name="Caption">What it shows, or why it is missing.</param>
/// <param name="Png">The file's bytes, or null.</param>
internal sealed record Picture(string Title, string FileName, string Caption, byte[]? Png);
