using Hourglass.Cli.InMemory;
using Hourglass.Cli.Sources;
using Hourglass.Compiler;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Cli;

/// <summary>Compiled models that are kept from one run of the tool to the next.</summary>
public sealed class ModelCacheTests : IDisposable
{
    private static readonly byte[] Image = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7))];

    private readonly TemporaryFolder _folder = new();

    private string Folder => _folder.File("cache");

    private ModelCache Cache => new(Folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_kept_is_found_by_its_key_alone()
    {
        Cache.Keep("a", Image);
        Assert.Equal(Image, Cache.Find("a"));
        Assert.Null(Cache.Find("b"));
        Assert.Single(Directory.GetFiles(Folder));
    }

    [Fact]
    public void A_compiled_model_is_loaded_as_if_it_were_new()
    {
        var output = ModelFactory.Emit(CheckedFile.Check(ModelFile.Read(Corpus.File("12"))).Models[0].Input, "Kept", null);
        var key = ModelCache.Key(output);
        Cache.Keep(key, EmittedAssembly.Image(output));
        var type = EmittedAssembly.Load(output, Cache.Find(key)!);
        using var model = (Autoencoder)Activator.CreateInstance(type, 5)!;
        Assert.Equal(output.TypeName, type.FullName);
        Assert.Equal("Vae", model.Description.Name);
    }

    [Fact]
    public void Another_name_or_another_text_is_another_key()
    {
        var output = Output("A.B", "one", "two");
        string[] keys =
        [
            ModelCache.Key(output),
            ModelCache.Key(Output("A.C", "one", "two")),
            ModelCache.Key(Output("A.B", "one", "twos")),
            ModelCache.Key(Output("A.B", "onet", "wo")),
            ModelCache.Key(Output("A.B", "onetwo", null)),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(keys[0], ModelCache.Key(Output("A.B", "one", "two")));
    }

    /// <summary>Each byte of the digest counts, and of the assembly; so does where it ends.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(5031)]
    public void A_damaged_file_is_as_none(int place)
    {
        Cache.Keep("a", Image);
        var file = Directory.GetFiles(Folder).Single();
        var bytes = File.ReadAllBytes(file);
        bytes[place] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Null(Cache.Find("a"));
        File.WriteAllBytes(file, bytes.AsSpan(..place));
        Assert.Null(Cache.Find("a"));
        Cache.Keep("a", Image);
        Assert.Equal(Image, Cache.Find("a"));
    }

    [Fact]
    public void What_others_may_write_to_is_not_used()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows keeps a user's folders from others by itself.");
            return;
        }

        Cache.Keep("a", Image);
        var file = Directory.GetFiles(Folder).Single();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.OtherWrite);
        Assert.Null(Cache.Find("a"));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.NotNull(Cache.Find("a"));
        File.SetUnixFileMode(Folder, File.GetUnixFileMode(Folder) | UnixFileMode.GroupWrite);
        Assert.Null(Cache.Find("a"));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_costs_nothing_but_time()
    {
        File.WriteAllText(Folder, "a file in the folder's place");
        Cache.Keep("a", Image);
        Assert.Null(Cache.Find("a"));
        Assert.Equal("a file in the folder's place", File.ReadAllText(Folder));
    }

    [Fact]
    public void The_ones_that_were_not_used_for_longest_go()
    {
        for (var i = 0; i < ModelCache.Capacity; i++)
        {
            Cache.Keep($"{i}", Image);
            File.SetLastWriteTimeUtc(Path.Combine(Folder, $"{i}.model"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(i));
        }

        Assert.NotNull(Cache.Find("0"));
        Cache.Keep("new", Image);
        Assert.Equal(ModelCache.Capacity, Directory.GetFiles(Folder).Length);
        Assert.NotNull(Cache.Find("0"));
        Assert.NotNull(Cache.Find("new"));
        Assert.Null(Cache.Find("1"));
    }

    private static ModelOutput Output(string name, string source, string? step) => new(name, source, []) { Step = step };
}
