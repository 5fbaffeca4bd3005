using Hourglass.Datasets;
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
        var random = new Random(1);
        var refused = 0;
        for (var i = 0; i < Mutants; i++)
        {
            File.WriteAllBytes(path, FileMutants.Mutate(whole, random));
            try
            {
                Dataset.Open(path).Dispose();
            }
            catch (DataException error)
            {
                refused++;
                Assert.StartsWith($"The file '{path}' cannot be read: ", error.Message, StringComparison.Ordinal);
                Assert.DoesNotContain("\n", error.Message, StringComparison.Ordinal);
            }
        }

        Assert.True(refused >= leastRefused, $"only {refused} refused");
    }
}
