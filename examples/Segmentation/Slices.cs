using Hourglass;
using Hourglass.Images;
using static TorchSharp.torch;

namespace Segmentation;

/// <summary>Pictures and the masks of their membranes, those to train on and others to judge by.</summary>
/// <param name="Name">What to call them.</param>
/// <param name="Images">Bytes <c>[N, 1, H, W]</c>, 0 is black.</param>
/// <param name="Masks">Bytes <c>[N, 1, H, W]</c>, 1 where there is a membrane.</param>
/// <param name="Train">How many of them train: the first ones.</param>
internal sealed record Slices(string Name, Tensor Images, Tensor Masks, int Train) : IDisposable
{
    /// <summary>Of thirty slices, as the challenge of 2012 has them, the last five are judged by.</summary>
    private const int Test = 5;

    private const int Grey = 128;

    /// <summary>How many are judged by.</summary>
    public int TestCount => (int)Images.shape[0] - Train;

    /// <summary>Reads the folders <c>image</c> and <c>label</c>, pictures in the same order; membranes are black in labels.</summary>
    /// <exception cref="DataException">They cannot be read, or do not fit each other.</exception>
    public static Slices Read(string folder)
    {
        var images = ImageFolder.Read(Path.Combine(folder, "image"));
        using var labels = ImageFolder.Read(Path.Combine(folder, "label"));
        if (!images.shape.SequenceEqual(labels.shape))
        {
            throw new DataException(FormattableString.Invariant(
                $"'{folder}' has {images.shape[0]} pictures of {images.shape[2]} × {images.shape[3]} in 'image' and {labels.shape[0]} of ")
                + FormattableString.Invariant($"{labels.shape[2]} × {labels.shape[3]} in 'label'; each needs a label of its size."));
        }

        if (images.shape[0] <= Test)
        {
            throw new DataException(FormattableString.Invariant(
                $"'{folder}' has {images.shape[0]} pictures; {Test} are judged by, and others must be left to train on."));
        }

        using var dark = labels.lt(Grey);
        return new Slices(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), images, dark.to_type(ScalarType.Byte),
            (int)images.shape[0] - Test);
    }

    /// <summary>The pictures and the masks that train, or that are judged by: views, the caller's.</summary>
    public (Tensor Images, Tensor Masks) Of(bool train) => train
        ? (Images.narrow(0, 0, Train), Masks.narrow(0, 0, Train))
        : (Images.narrow(0, Train, TestCount), Masks.narrow(0, Train, TestCount));

    /// <inheritdoc/>
    public void Dispose()
    {
        Images.Dispose();
        Masks.Dispose();
    }
}
