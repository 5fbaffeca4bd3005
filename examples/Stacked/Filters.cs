using Hourglass;
using Hourglass.Reports;
using static TorchSharp.torch;

namespace Stacked;

/// <summary>What the units of the first layer look for: their weights as pictures, before a training and after it.</summary>
internal sealed class Filters : IDisposable
{
    private const int Columns = 16;
    private readonly List<Tensor> _rows = [];

    /// <summary>A row of a trained model.</summary>
    public void Add(Autoencoder model) => _rows.Add(Of(model));

    /// <summary>A row of the weights that the first model begins with; the seed gives the other the same.</summary>
    public void Begin(Autoencoder model)
    {
        if (_rows.Count == 0)
        {
            _rows.Add(Of(model));
        }
    }

    /// <summary>Draws them, grey where a weight is 0, white or black where it is the largest of its unit.</summary>
    public void Save(string path) => ImageGrid.Save(path, _rows, low: -1, side: 28);

    /// <inheritdoc/>
    public void Dispose() => _rows.ForEach(row => row.Dispose());

    private static Tensor Of(Autoencoder model)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var weights = model.get_parameter("encoder.l1.weight")![..Columns];
        return (weights / weights.abs().amax([1L], keepdim: true)).clone().MoveToOuterDisposeScope();
    }
}
