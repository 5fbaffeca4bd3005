using Hourglass.Datasets;
using Hourglass.Evaluation;

namespace Hourglass.ML;

/// <summary>What a trained model reads of a data view.</summary>
internal static class TransformerInputs
{
    /// <summary>
    /// The columns of the variables that outputs are made from. A class that the model predicts and that may be missing is taken for
    /// missing: what is made of a row is the same whether its class is known or not.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="outputs">What it makes.</param>
    /// <param name="columns">The columns that it was trained on.</param>
    /// <param name="bindings">Which of them each variable read.</param>
    /// <returns>The columns, and the outputs with the names of classes.</returns>
    public static (IReadOnlyList<InputColumn> Inputs, ModelOutputs Outputs) Of(
        Autoencoder model, ModelOutputs outputs, IReadOnlyList<InputColumn> columns, IReadOnlyList<ColumnBinding> bindings)
    {
        var variables = bindings.ToDictionary(binding => binding.Variable, binding => binding.Columns, StringComparer.Ordinal);
        var inputs = new List<InputColumn>();
        foreach (var field in model.Description.Fields.Where(field => outputs.Reads.Contains(field.Name)
            && !(field.Optional && outputs.Predicted.Contains(field.Name))))
        {
            inputs.AddRange(columns
                .Where(column => variables[field.Name].Contains(column.Name) && inputs.All(other => other.Name != column.Name))
                .Select(column => column with { MayMiss = field.Optional }));
        }

        IReadOnlyList<string> Texts(string? variable) => variable is not null && variables[variable] is [var only]
            ? columns.First(column => column.Name == only).Texts
            : [];
        return (inputs, outputs with
        {
            Columns = [.. outputs.Columns.Select(column => column.Variable is null
                ? column
                : column with { Classes = ClassPredictions.Names(Texts(column.Variable), column.Shape[0]) })],
        });
    }
}
