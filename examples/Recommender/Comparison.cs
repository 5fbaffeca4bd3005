using Hourglass;
using Hourglass.Interactions;
using Hourglass.Training;

namespace Recommender;

/// <summary>Trains both models and prints their figures beside those of popularity and of singular vectors.</summary>
internal static class Comparison
{
    /// <summary>Liang et al. (2018) keep users with five items or more.</summary>
    private const int FewestItems = 5;

    private static readonly int[] Ranks = [10, 25, 50, 100, 200];

    /// <summary>The whole comparison; false where it was ended early.</summary>
    /// <param name="all">All interactions.</param>
    /// <param name="tastes">What drew them, or null where they are real.</param>
    /// <param name="heldOut">Users to judge by; null for a tenth.</param>
    /// <param name="folder">Where reports go.</param>
    /// <param name="stop">Ends the training.</param>
    public static bool Run(InteractionSet all, SyntheticTastes? tastes, int? heldOut, string folder, CancellationToken stop)
    {
        using var vae = new MultVae();
        using var dae = new MultDae();
        var set = all.WithItems((int)vae.Description.Fields[0].Shape[0]).WithItemsFrom(FewestItems);
        foreach (var note in set.Notes)
        {
            Console.WriteLine(note);
        }

        var users = heldOut ?? Math.Max(1, set.Users.Count / 10);
        var test = set.Split(users, seed: 1);
        var choice = test.Train.Split(users, seed: 2);
        var train = choice.Train;
        Console.WriteLine(
            $"{set.Name}: {set.Users.Count} users, {set.Items.Count} items, {set.Count} interactions; {train.Users.Count} users to train "
            + $"on, {users} to choose by, {users} to judge by");

        if (!Train(vae, train, Path.Combine(folder, "vae"), stop) || !Train(dae, train, Path.Combine(folder, "dae"), stop))
        {
            return false;
        }

        using var singular = SingularScorer.Fit(train, 1);
        var rank = Ranks.Where(rank => rank <= set.Items.Count).MaxBy(rank =>
            ItemRanking.Evaluate(singular.WithRank(rank), choice.FoldIn, choice.HeldOut, [], [100]).Gain[100].Mean);

        Console.WriteLine($"{"",-22}{"NDCG@100",10}{"Recall@20",11}{"Recall@50",11}");
        List<Judged> judged =
        [
            Judge("multinomial VAE", new ModelScorer(vae), test),
            Judge("multinomial DAE", new ModelScorer(dae), test),
            Judge($"SVD, rank {rank}", singular.WithRank(rank), test),
            Judge("popularity", new PopularityScorer(train), test),
        ];
        if (tastes is not null)
        {
            judged.Add(Judge("the true chances", new TrueChances(tastes), test));
        }

        Bars.Save(Path.Combine(folder, "ranking.png"), judged);

        var first = test.FoldIn.Select([0]);
        var best = ItemRanking.Recommend(vae, first, 5)[0].Select(item => item.Item);
        Console.WriteLine($"for the user {first.Users[0]}: {string.Join(", ", best)}");
        return true;
    }

    private static bool Train(Autoencoder model, InteractionSet train, string folder, CancellationToken stop)
    {
        using var data = train.ToDataset();
        var options = new TrainOptions { OutputFolder = folder, Cancellation = stop };
        var report = model.TrainOn(data, options);
        Console.WriteLine($"{model.Description.Name}: {report.Epochs.Count} epochs in {report.Epochs.Sum(epoch => epoch.Seconds):0} s");
        return !report.Interrupted;
    }

    private static Judged Judge(string name, IItemScorer scorer, InteractionSplit test)
    {
        var figures = ItemRanking.Evaluate(scorer, test.FoldIn, test.HeldOut, [20, 50], [100]);
        var (gain, recall, more) = (figures.Gain[100].Mean, figures.Recall[20].Mean, figures.Recall[50].Mean);
        Console.WriteLine($"{name,-22}{gain,10:0.000}{recall,11:0.000}{more,11:0.000}");
        return new Judged(name, gain, recall, more);
    }
}
