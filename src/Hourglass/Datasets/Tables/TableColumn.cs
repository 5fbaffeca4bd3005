using static TorchSharp.torch;

namespace Hourglass.Datasets.Tables;

/// <summary>A column of a table whose types are written down (unlike those of a file of values, which are found out).</summary>
/// <param name="Name">Its name.</param>
internal abstract record TableColumn(string Name);

/// <summary>Numbers, or lists of as many numbers in each row.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values"><c>[N]</c> or <c>[N, k]</c>; the column's own.</param>
internal sealed record NumberColumn(string Name, Tensor Values) : TableColumn(Name);

/// <summary>Texts, null where one is missing.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">One a row.</param>
internal sealed record TextColumn(string Name, IReadOnlyList<string?> Values) : TableColumn(Name);

/// <summary>What no variable can read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why, as the end of a sentence.</param>
internal sealed record UnreadColumn(string Name, string Reason) : TableColumn(Name);
