using Hourglass.Tests.Training;

namespace Hourglass.Tests.Datasets;

/// <summary>Damaged files of NumPy's: read, or one clear message; nothing else.</summary>
public class NumpyDamageTests
{
    private const int Mutants = 1500;

    [Theory]
    [InlineData(false, 200)]
    [InlineData(true, 1000)]
    public void Mutants_give_one_message(bool archive, int leastRefused)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File(archive ? "t.npz" : "t.npy");
        var whole = archive ? NumpyFiles.Table() : NumpyFiles.Array("<f8", "(3, 4)", new byte[96]);
        var refused = FileMutants.Open(path, path, whole, Mutants, $"The file '{path}' cannot be read: ");
        Assert.True(refused >= leastRefused, $"only {refused} refused");
    }
}
