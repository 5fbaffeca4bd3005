using Hourglass.Checkpoints;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>Places among the texts of data as places among those of a training, which may be others, or in another order.</summary>
/// <param name="dataName">What the data is called.</param>
/// <param name="field">The variable that reads them.</param>
/// <param name="column">The column of the data.</param>
/// <param name="trained">The texts of the training.</param>
internal sealed class TextOrder(string dataName, DataField field, DataColumn column, IReadOnlyList<string> trained)
{
    private const int Shown = 8;

    private readonly long[] _order = [.. column.Texts.Select(text => (long)Place(trained, text)), -1];

    /// <summary>Places among the training's texts; a text that it had not is a missing one.</summary>
    /// <param name="places">Places among the data's texts, <c>int64</c> <c>[N]</c>.</param>
    /// <exception cref="DataException">There is a text that the training had not, and none may be missing.</exception>
    public Tensor Of(Tensor places)
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < column.Texts.Count && !field.Optional; i++)
        {
            if (_order[i] < 0 && places.eq(i).any().item<bool>())
            {
                throw Unknown(column.Texts[i]);
            }
        }

        // The last one, which −1 counts from the end, is the missing one.
        return tensor(_order, ScalarType.Int64).index_select(0, places.remainder(_order.Length)).MoveToOuterDisposeScope();
    }

    private static int Place(IReadOnlyList<string> texts, string text)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i] == text)
            {
                return i;
            }
        }

        return -1;
    }

    private DataException Unknown(string text) => new(
        $"The column '{TensorText.Shown(column.Name)}' of the data '{dataName}' has '{TensorText.Shown(text)}', which is none of the texts "
        + $"that '{field.Name}' had in the training: "
        + string.Join(", ", trained.Take(Shown).Select(known => $"'{TensorText.Shown(known)}'"))
        + $"{(trained.Count > Shown ? ", …" : "")}. Train with examples of it, leave them out, or declare that one may be missing: "
        + $"{Advice.Optional(field)}.");
}
