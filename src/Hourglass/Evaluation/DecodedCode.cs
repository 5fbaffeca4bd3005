using Hourglass.Datasets;

namespace Hourglass.Evaluation;

/// <summary>The code that a model's decoder reads.</summary>
internal static class DecodedCode
{
    /// <summary>Finds it; null where the decoder reads several, or none.</summary>
    public static BatchCode? Of(Autoencoder model, Batch batch) => model.Untyped.DecodedCode is { } name
        ? model.Untyped.Codes(batch).FirstOrDefault(code => code.Name == name)
        : null;
}
